using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Personalisation;

/// <summary>
/// Tag 9F10 of PBOC 3.0: length 07, DKI, CVN, card verification results (4), algorithm. What comes behind is the
/// card's own.
/// </summary>
public static class IssuerApplicationData
{
    private const byte FixedLength = 7;
    private const int ResultsLength = 4;

    /// <summary>What personalisation writes: the whole object, the results zero.</summary>
    public static byte[] Build(KeyVersionProfile version, CryptoSuite suite) => BerTlv.Build(
        EmvTag.IssuerApplicationData,
        [
            FixedLength, version.DerivationKeyIndex, version.CryptogramVersion, .. new byte[ResultsLength],
            suite.AlgorithmId,
        ]);

    /// <summary>The DKI that a card names in an answer; null where the data are too short to have one.</summary>
    /// <param name="value">Value of tag 9F10.</param>
    public static byte? KeyIndexOf(ReadOnlySpan<byte> value) =>
        value is [FixedLength, var index, ..] ? index : null;
}
