using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>What a card says of its keys in tag 9F10 beside the results: "07 DKI 01 results(4) algorithm".</summary>
internal sealed record IssuerData(byte KeyIndex, byte Algorithm)
{
    private const byte Length = 7;
    private const byte Version = 1;

    /// <summary>Index of the keys of a card that nobody told another.</summary>
    public const byte UsualKeyIndex = 1;

    /// <summary>As personalisation writes it (DGI 9200), the results zero; null for anything else.</summary>
    public static IssuerData? Parse(byte[] value) =>
        BerTlv.Parse(value) is { Ok: true, Value: [{ Tag: EmvTag.IssuerApplicationData } written] }
        && written.Value.Span is [Length, var index, Version, 0, 0, 0, 0, var algorithm]
            ? new IssuerData(index, algorithm)
            : null;

    /// <summary>Value of the tag with the results of a cryptogram (4 bytes).</summary>
    public byte[] With(byte[] results) => [Length, KeyIndex, Version, .. results, Algorithm];
}
