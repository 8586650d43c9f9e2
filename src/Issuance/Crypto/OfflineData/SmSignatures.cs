using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.Sm;

namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>
/// SM2 signatures of PBOC 3.0: static (tag 93, 67 bytes) and dynamic (9F4B). The dynamic form is laid out as RSA's,
/// without padding; no published sample confirms it.
/// </summary>
public static class SmSignatures
{
    public const int StaticLength = 67;

    private const int Head = 3;

    /// <summary>Tag 93: 13, DAC (2), signature.</summary>
    public static byte[] SignStatic(Sm2PrivateKey issuer, ReadOnlySpan<byte> code, ReadOnlySpan<byte> staticData)
    {
        InvariantException.Require(code.Length == 2, "a DAC has 2 bytes");
        byte[] data = [CertificateFrames.SmStaticFormat, .. code];
        return [.. data, .. issuer.Sign([.. data, .. staticData])];
    }

    /// <summary>The DAC, 2 bytes.</summary>
    public static Verdict<byte[], CertificateFault> VerifyStatic(
        SmCertifiedKey issuer, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> staticData)
    {
        if (signature.Length != StaticLength)
        {
            return CertificateFault.WrongLength;
        }

        if (signature[0] != CertificateFrames.SmStaticFormat)
        {
            return CertificateFault.WrongFormat;
        }

        return SmCertificates.Signed(issuer.Point.Span, [.. signature[..Head], .. staticData], signature[Head..])
            ? signature[1..Head].ToArray()
            : CertificateFault.WrongSignature;
    }

    /// <summary>Tag 9F4B: 15, length, length of the number, number, signature; also over the terminal's data.</summary>
    public static byte[] SignDynamic(Sm2PrivateKey card, ReadOnlySpan<byte> number, ReadOnlySpan<byte> terminalData)
    {
        DynamicSignature.RequireNumber(number);
        byte[] data =
            [CertificateFrames.SmDynamicFormat, (byte)(number.Length + 1), (byte)number.Length, .. number];
        return [.. data, .. card.Sign([.. data, .. terminalData])];
    }

    /// <summary>The card's dynamic number.</summary>
    public static Verdict<byte[], CertificateFault> VerifyDynamic(
        SmCertifiedKey card, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> terminalData)
    {
        var body = signature.Length - Sm2PublicKey.Length;
        if (body < Head || signature[1] != body - 2)
        {
            return CertificateFault.WrongLength;
        }

        if (signature[0] != CertificateFrames.SmDynamicFormat)
        {
            return CertificateFault.WrongFormat;
        }

        return SmCertificates.Signed(card.Point.Span, [.. signature[..body], .. terminalData], signature[body..])
            ? DynamicSignature.Number(signature[2..body])
            : CertificateFault.WrongSignature;
    }
}
