using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Issuance.Terminal;

/// <summary>Central's verdict on an ARQC. Pure.</summary>
public static class CryptogramCheck
{
    // After 07, key index and version.
    private const int CvrAt = 3;

    private const int IadHead = 8;
    private const byte CryptogramVersion = 1;

    /// <summary>
    /// True when the ARQC is the card's. False for a wrong one, for data of a wrong shape, and for issuer application
    /// data that is not "07 DKI 01 CVR(4) algorithm …" (cryptogram version 01; PBOC 3.0).
    /// </summary>
    /// <param name="suite">The card's algorithms.</param>
    /// <param name="udkAc">Card key, 16 bytes.</param>
    /// <param name="aip">2 bytes.</param>
    /// <param name="cdol1Data">Filled CDOL1; starts with the 29 cryptogram bytes.</param>
    /// <param name="atc">Counter as answered.</param>
    /// <param name="iad">Issuer application data.</param>
    /// <param name="arqc">8 bytes.</param>
    public static bool Verify(
        CryptoSuite suite,
        ReadOnlySpan<byte> udkAc,
        ReadOnlySpan<byte> aip,
        ReadOnlySpan<byte> cdol1Data,
        ushort atc,
        ReadOnlySpan<byte> iad,
        ReadOnlySpan<byte> arqc)
    {
        if (aip.Length != 2 || arqc.Length != 8 || cdol1Data.Length < ApplicationCryptogram.TerminalDataLength
            || iad.Length < IadHead || iad[0] != IadHead - 1 || iad[2] != CryptogramVersion
            || iad[IadHead - 1] != suite.AlgorithmId)
        {
            return false;
        }

        var expected = ApplicationCryptogram.Compute(suite, udkAc, cdol1Data, aip, atc, iad[CvrAt..(IadHead - 1)]);
        return CryptographicOperations.FixedTimeEquals(expected, arqc);
    }
}
