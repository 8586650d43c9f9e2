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
        SmCertifiedKey issuer,
        ReadOnlySpan<byte> certificate,
        string pan,
        ReadOnlySpan<byte> staticData,
        DateOnly today)
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
