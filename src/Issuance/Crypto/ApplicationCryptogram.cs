using System.Buffers.Binary;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>PBOC application cryptograms, cryptogram version 01 (JR/T 0025.5 and .7).</summary>
public static class ApplicationCryptogram
{
    /// <summary>
    /// Bytes of terminal data that enter the cryptogram: 9F02 (6), 9F03 (6), 9F1A (2), 95 (5), 5F2A (2), 9A (3), 9C
    /// (1), 9F37 (4), in this order. The first CDOL starts with them; in the second they follow the response code
    /// (2).
    /// </summary>
    public const int TerminalDataLength = 29;

    /// <summary>
    /// ARQC, TC or AAC, 8 bytes: retail MAC (padding 80) under the session key over terminal data, AIP, ATC, CVR.
    /// </summary>
    /// <param name="cardKey">UDK AC, 16 bytes.</param>
    /// <param name="terminalData">At least 29 bytes in the order above; what follows does not count.</param>
    /// <param name="aip">2 bytes.</param>
    /// <param name="atc">Application transaction counter.</param>
    /// <param name="cvr">Card verification results, 4 bytes.</param>
    public static byte[] Compute(
        ReadOnlySpan<byte> cardKey,
        ReadOnlySpan<byte> terminalData,
        ReadOnlySpan<byte> aip,
        ushort atc,
        ReadOnlySpan<byte> cvr) =>
        Compute(CryptoSuite.International, cardKey, terminalData, aip, atc, cvr);

    /// <summary>The same with the algorithms of <paramref name="suite"/>.</summary>
    public static byte[] Compute(
        CryptoSuite suite,
        ReadOnlySpan<byte> cardKey,
        ReadOnlySpan<byte> terminalData,
        ReadOnlySpan<byte> aip,
        ushort atc,
        ReadOnlySpan<byte> cvr)
    {
        InvariantException.Require(terminalData.Length >= TerminalDataLength, "cryptogram needs 29 terminal bytes");
        InvariantException.Require(aip.Length == 2 && cvr.Length == 4, "AIP has 2 bytes and CVR 4");
        var counter = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(counter, atc);
        return suite.Cryptogram(cardKey, atc, [.. terminalData[..TerminalDataLength], .. aip, .. counter, .. cvr]);
    }

    /// <summary>
    /// ARPC, 8 bytes: 3DES under the session key of the cryptogram, xored with the response code on the left.
    /// </summary>
    /// <param name="cardKey">UDK AC, 16 bytes.</param>
    /// <param name="atc">Counter of the ARQC.</param>
    /// <param name="arqc">8 bytes.</param>
    /// <param name="responseCode">Authorisation response code, 2 bytes.</param>
    public static byte[] Arpc(
        ReadOnlySpan<byte> cardKey, ushort atc, ReadOnlySpan<byte> arqc, ReadOnlySpan<byte> responseCode) =>
        CryptoSuite.International.Arpc(cardKey, atc, arqc, responseCode);

    internal static byte[] ArpcUnder(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> arqc, ReadOnlySpan<byte> responseCode)
    {
        InvariantException.Require(arqc.Length == 8 && responseCode.Length == 2, "ARQC has 8 bytes and ARC 2");
        var block = arqc.ToArray();
        block[0] ^= responseCode[0];
        block[1] ^= responseCode[1];
        using var cipher = TripleDesKey.Import(key);
        return cipher.EncryptEcb(block);
    }
}
