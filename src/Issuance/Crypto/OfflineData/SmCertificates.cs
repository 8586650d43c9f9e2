using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.Sm;

namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>An SM2 key that a certificate vouches for: X and Y, and the last day of its month.</summary>
public sealed record SmCertifiedKey(ReadOnlyMemory<byte> Point, DateOnly End);

/// <summary>
/// SM2 certificates of PBOC 3.0 (JR/T 0025.17): nothing is recovered, the fields stand clear before a signature of
/// 64 bytes. Tag 90 has 142 bytes, 9F46 has 148; there are no remainders and no exponents.
/// </summary>
public static class SmCertificates
{
    public const int IssuerLength = 142;
    public const int IccLength = 148;

    private const int IssuerOwner = 4;
    private const int IccOwner = 10;

    /// <summary>Tag 90, signed by the scheme.</summary>
    public static byte[] IssueIssuer(Sm2PrivateKey ca, string iin, CertificateTerms terms, ReadOnlySpan<byte> point) =>
        Issue(ca, CertificateFrames.SmIssuerFormat, CertificateDigits.Pack(iin, IssuerOwner), terms, point, []);

    /// <summary>Tag 9F46, signed by the issuer; also over the static data.</summary>
    public static byte[] IssueIcc(
        Sm2PrivateKey issuer,
        string pan,
        CertificateTerms terms,
        ReadOnlySpan<byte> point,
        ReadOnlySpan<byte> staticData) => Issue(
        issuer, CertificateFrames.SmIccFormat, CertificateDigits.Pack(pan, IccOwner), terms, point, staticData);

    public static Verdict<SmCertifiedKey, CertificateFault> VerifyIssuer(
        ReadOnlySpan<byte> caPoint, ReadOnlySpan<byte> certificate, string pan, DateOnly today)
    {
        var format = CertificateFrames.SmIssuerFormat;
        var key = Verify(caPoint, certificate, format, IssuerOwner, [], today);
        if (!key.Ok)
        {
            return key;
        }

        var iin = CertificateDigits.Unpack(certificate.Slice(1, IssuerOwner));
        var ours = iin?.Length >= CertificateFrames.IdentifierDigitsLeast
            && pan.StartsWith(iin, StringComparison.Ordinal);
        return ours ? key : CertificateFault.WrongIin;
    }

    public static Verdict<SmCertifiedKey, CertificateFault> VerifyIcc(
        SmCertifiedKey issuer, ReadOnlySpan<byte> certificate, string pan, ReadOnlySpan<byte> staticData, DateOnly today)
    {
        var format = CertificateFrames.SmIccFormat;
        var key = Verify(issuer.Point.Span, certificate, format, IccOwner, staticData, today);
        return key.Ok && CertificateDigits.Unpack(certificate.Slice(1, IccOwner)) != pan
            ? CertificateFault.WrongPan
            : key;
    }

    internal static bool Signed(ReadOnlySpan<byte> point, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var imported = Sm2PublicKey.Import(point);
        if (!imported.Ok)
        {
            return false;
        }

        using var key = imported.Value;
        return key.Verify(data, signature);
    }

    private static byte[] Issue(
        Sm2PrivateKey signer,
        byte format,
        ReadOnlySpan<byte> owner,
        CertificateTerms terms,
        ReadOnlySpan<byte> point,
        ReadOnlySpan<byte> staticData)
    {
        InvariantException.Require(point.Length == Sm2PublicKey.Length, "an SM2 point has 64 bytes");
        byte[] data =
        [
            format, .. owner, .. CertificateDigits.PackMonth(terms.End), .. terms.Serial.Span,
            .. CertificateFrames.SmAlgorithm, .. point,
        ];
        return [.. data, .. signer.Sign([.. data, .. staticData])];
    }

    private static Verdict<SmCertifiedKey, CertificateFault> Verify(
        ReadOnlySpan<byte> signer,
        ReadOnlySpan<byte> certificate,
        byte format,
        int owner,
        ReadOnlySpan<byte> staticData,
        DateOnly today)
    {
        var body = 1 + owner + 2 + 3 + CertificateFrames.SmAlgorithm.Length + Sm2PublicKey.Length;
        if (certificate.Length != body + Sm2PublicKey.Length)
        {
            return CertificateFault.WrongLength;
        }

        if (certificate[0] != format)
        {
            return CertificateFault.WrongFormat;
        }

        var data = certificate[..body];
        if (!data[(owner + 6)..].StartsWith(CertificateFrames.SmAlgorithm))
        {
            return CertificateFault.UnknownAlgorithm;
        }

        if (!Signed(signer, [.. data, .. staticData], certificate[body..]))
        {
            return CertificateFault.WrongSignature;
        }

        var end = CertificateDigits.UnpackMonth(data.Slice(1 + owner, 2));
        return end is null || end < today
            ? CertificateFault.Expired
            : new SmCertifiedKey(data[^Sm2PublicKey.Length..].ToArray(), end.Value);
    }
}

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
