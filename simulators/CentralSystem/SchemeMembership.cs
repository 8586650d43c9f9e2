using System.Globalization;
using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Products;

namespace KioskSuite.CentralSystem;

/// <summary>The scheme's public key, and the certificate and key with which this issuer certifies cards.</summary>
internal sealed class SchemeMembership : IDisposable
{
    private SchemeMembership(CaPublicKey ca, IssuerCertification issuer) => (Ca, Issuer) = (ca, issuer);

    /// <summary>What terminals know.</summary>
    public CaPublicKey Ca { get; }

    public IssuerCertification Issuer { get; }

    /// <summary>Follows the certificate from the scheme's key to the issuer's own.</summary>
    /// <exception cref="FormatException">A value is no hex, no base64, no date.</exception>
    /// <exception cref="StartUpException">The certificate is not good, or another key's.</exception>
    public static SchemeMembership From(SeedScheme seed, string bin, DateOnly today)
    {
        var modulus = RsaPublicKey.Import(Hex(seed.CaModulus), Hex(seed.CaExponent));
        var own = Own(seed);
        if (!modulus.Ok || !own.Ok)
            throw new StartUpException("seed: scheme: a key is no RSA key that cards can use");
        var end = DateOnly.ParseExact(seed.CaEnd, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var ca = new CaPublicKey(seed.Rid, Hex(seed.CaKeyIndex)[0], modulus.Value, end);
        var parts = new CertificateParts(
            Hex(seed.IssuerCertificate), Hex(seed.IssuerRemainder), Hex(seed.IssuerExponent));
        var card = new CardCertificates(seed.Rid, ca.Index, parts, Icc: null, bin, ReadOnlyMemory<byte>.Empty);
        var issuer = CertificateChain.Issuer(new CaPublicKeys([ca]), card, today);
        if (!issuer.Ok)
            throw Unusable(own.Value, $"seed: scheme: the issuer certificate is not good: {issuer.Reason}");
        if (!issuer.Value.Key.Modulus.SequenceEqual(own.Value.Public.Modulus))
            throw Unusable(own.Value, "seed: scheme: the issuer certificate is another key's");
        return new SchemeMembership(ca, new IssuerCertification(ca.Index, parts, own.Value, issuer.Value.End));
    }

    public void Dispose() => Issuer.Key.Dispose();

    public override string ToString() => $"membership of {Ca.Rid}";

    private static Verdict<RsaPrivateKey, CertificateFault> Own(SeedScheme seed)
    {
        var pkcs8 = Convert.FromBase64String(seed.IssuerKey);
        var key = RsaPrivateKey.ImportPkcs8(pkcs8);
        CryptographicOperations.ZeroMemory(pkcs8);
        return key;
    }

    private static StartUpException Unusable(RsaPrivateKey own, string why)
    {
        own.Dispose();
        return new StartUpException(why);
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
