using System.Globalization;
using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Crypto.Sm;
using KioskSuite.Issuance.Products;

namespace KioskSuite.CentralSystem;

/// <summary>The same as <see cref="SchemeMembership"/> with SM2; only where this machine has it.</summary>
internal sealed class SmMembership : IDisposable
{
    private SmMembership(SmCaPublicKey ca, SmIssuerCertification issuer) => (Ca, Issuer) = (ca, issuer);

    /// <summary>What terminals know.</summary>
    public SmCaPublicKey Ca { get; }

    public SmIssuerCertification Issuer { get; }

    /// <exception cref="FormatException">A value is no hex or no date.</exception>
    /// <exception cref="StartUpException">The certificate is not good, or another key's.</exception>
    public static SmMembership From(SeedSm seed, string rid, string bin, DateOnly today)
    {
        var end = DateOnly.ParseExact(seed.CaEnd, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var ca = new SmCaPublicKey(rid, Hex(seed.CaKeyIndex)[0], Hex(seed.CaPoint), end);
        var (certificate, point, secret) = (Hex(seed.IssuerCertificate), Hex(seed.IssuerPoint), Hex(seed.IssuerSecret));
        var own = Sm2PrivateKey.Import(secret, point);
        CryptographicOperations.ZeroMemory(secret);
        var issuer = SmCertificates.VerifyIssuer(ca.Point.Span, certificate, bin, today);
        if (!own.Ok || !issuer.Ok || ca.EndDate < today)
            throw new StartUpException(
                $"seed: sm: {(!own.Ok ? "no SM2 key" : issuer.Ok ? "the scheme's key is over" : $"{issuer.Reason}")}");
        if (!issuer.Value.Point.Span.SequenceEqual(point))
            throw new StartUpException("seed: sm: the issuer certificate is another key's");
        return new SmMembership(ca, new SmIssuerCertification(ca.Index, certificate, own.Value, issuer.Value.End));
    }

    public void Dispose() => Issuer.Key.Dispose();

    public override string ToString() => $"SM2 membership of {Ca.Rid}";

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
