using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>
/// Signed dynamic application data: tag 9F4B (EMV Book 2 §6.5; fDDA differs only in the terminal's data).
/// </summary>
public static class DynamicSignature
{
    private const int Head = 3;
    private const int LongestNumber = 8;

    /// <summary>The card's answer to INTERNAL AUTHENTICATE.</summary>
    /// <param name="card">Card's private key.</param>
    /// <param name="dynamicNumber">2 to 8 bytes, never twice the same.</param>
    /// <param name="terminalData">Data by DDOL; in fDDA the terminal's data of the first command.</param>
    public static byte[] Sign(RsaPrivateKey card, ReadOnlySpan<byte> dynamicNumber, ReadOnlySpan<byte> terminalData)
    {
        RequireNumber(dynamicNumber);
        return SignData(card, [(byte)dynamicNumber.Length, .. dynamicNumber], terminalData);
    }

    /// <summary>The card's dynamic number (tag 9F4C).</summary>
    public static Verdict<byte[], CertificateFault> Verify(
        CertifiedKey card, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> terminalData)
    {
        var dynamic = Open(card, signature, terminalData);
        return dynamic.Ok ? Number(dynamic.Value) : dynamic.Reason;
    }

    internal static void RequireNumber(ReadOnlySpan<byte> number) =>
        InvariantException.Require(number.Length is >= 2 and <= LongestNumber, "a dynamic number has 2 to 8 bytes");

    /// <summary>The number in front of dynamic data.</summary>
    internal static Verdict<byte[], CertificateFault> Number(ReadOnlySpan<byte> dynamic) =>
        !dynamic.IsEmpty && dynamic[0] is >= 2 and <= LongestNumber && dynamic.Length > dynamic[0]
            ? dynamic.Slice(1, dynamic[0]).ToArray()
            : CertificateFault.WrongLength;

    internal static byte[] SignData(RsaPrivateKey card, ReadOnlySpan<byte> dynamic, ReadOnlySpan<byte> terminalData)
    {
        var data = new byte[card.Length - SignedBlock.Overhead];
        InvariantException.Require(dynamic.Length <= data.Length - Head, "dynamic data fit the key");
        data.AsSpan().Fill(CertificateFrames.Pad);
        data[0] = CertificateFrames.DynamicFormat;
        data[1] = CertificateFrames.Sha1;
        data[2] = (byte)dynamic.Length;
        dynamic.CopyTo(data.AsSpan(Head));
        return SignedBlock.Sign(card, data, terminalData);
    }

    internal static Verdict<byte[], CertificateFault> Open(
        CertifiedKey card, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> terminalData)
    {
        var opened = SignedBlock.Open(card.Key, signature, CertificateFrames.DynamicFormat);
        if (!opened.Ok)
        {
            return opened.Reason;
        }

        var data = opened.Value.Data;
        if (!opened.Value.Hashes(terminalData))
        {
            return CertificateFault.WrongHash;
        }

        if (data[1] != CertificateFrames.Sha1)
        {
            return CertificateFault.UnknownAlgorithm;
        }

        return data[2] <= data.Length - Head ? data.Slice(Head, data[2]).ToArray() : CertificateFault.WrongLength;
    }
}

/// <summary>
/// Combined DDA and cryptogram (EMV Book 2 §6.6): the signature of GENERATE AC, which covers the cryptogram and the
/// whole exchange.
/// </summary>
public static class CombinedSignature
{
    private const int CryptogramLength = 8;

    /// <summary>The card's signature.</summary>
    /// <param name="card">Card's private key.</param>
    /// <param name="answer">What it says of the transaction.</param>
    /// <param name="transactionData">PDOL data, CDOL1 data, CDOL2 data, and the answer's objects but 9F4B.</param>
    /// <param name="unpredictableNumber">The terminal's, 4 bytes.</param>
    public static byte[] Sign(
        RsaPrivateKey card,
        CombinedAnswer answer,
        ReadOnlySpan<byte> transactionData,
        ReadOnlySpan<byte> unpredictableNumber)
    {
        DynamicSignature.RequireNumber(answer.DynamicNumber.Span);
        InvariantException.Require(answer.Cryptogram.Length == CryptogramLength, "a cryptogram has 8 bytes");
        byte[] dynamic =
        [
            (byte)answer.DynamicNumber.Length, .. answer.DynamicNumber.Span, answer.Cid, .. answer.Cryptogram.Span,
            .. SHA1.HashData(transactionData),
        ];
        return DynamicSignature.SignData(card, dynamic, unpredictableNumber);
    }

    /// <summary>What the card signed; its CID must be the one answered in clear.</summary>
    public static Verdict<CombinedAnswer, CertificateFault> Verify(
        CertifiedKey card,
        ReadOnlySpan<byte> signature,
        byte cid,
        ReadOnlySpan<byte> transactionData,
        ReadOnlySpan<byte> unpredictableNumber)
    {
        var opened = DynamicSignature.Open(card, signature, unpredictableNumber);
        if (!opened.Ok)
        {
            return opened.Reason;
        }

        var number = DynamicSignature.Number(opened.Value);
        if (!number.Ok)
        {
            return number.Reason;
        }

        var rest = opened.Value.AsSpan(1 + number.Value.Length);
        if (rest.Length != 1 + CryptogramLength + CertificateFrames.HashLength)
        {
            return CertificateFault.WrongLength;
        }

        var same = rest[0] == cid && CryptographicOperations.FixedTimeEquals(
            SHA1.HashData(transactionData), rest[(1 + CryptogramLength)..]);
        return same
            ? new CombinedAnswer(number.Value, cid, rest.Slice(1, CryptogramLength).ToArray())
            : CertificateFault.WrongTransaction;
    }
}

/// <summary>What a CDA signature says: dynamic number (2 to 8 bytes), CID, cryptogram (8 bytes).</summary>
public sealed record CombinedAnswer(
    ReadOnlyMemory<byte> DynamicNumber, byte Cid, ReadOnlyMemory<byte> Cryptogram)
{
    public override string ToString() => "CDA answer";
}
