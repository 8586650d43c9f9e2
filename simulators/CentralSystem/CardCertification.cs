using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Crypto.Sm;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Products;

namespace KioskSuite.CentralSystem;

/// <summary>
/// Draws cards' own keys and certifies them. What came of it is sealed for the ledger: the script must be the same when
/// it is asked for again and when its answers are judged.
/// </summary>
/// <param name="keys">The issuer's.</param>
/// <param name="drawRsa">A fresh RSA key of so many bits, PKCS #8.</param>
internal sealed class CardCertification(IssuerKeys keys, Func<int, byte[]> drawRsa)
{
    private const int SerialLength = 3;
    private readonly TicketSeal _seal = new(keys.StorageKey);

    public static byte[] DrawRsa(int bits)
    {
        using var rsa = RSA.Create(bits);
        return rsa.ExportPkcs8PrivateKey();
    }

    /// <summary>Null for a product whose cards have no key of their own.</summary>
    public byte[]? Issue(ProductProfile product, DebitApplication application, string ticket)
    {
        if (!product.HasOwnKey)
            return null;
        using var certified = product.Suite == ProfileSuite.Sm ? Sm(product, application) : Rsa(product, application);
        var clear = certified.Build();
        var sealedCard = _seal.Seal(clear, ticket);
        CryptographicOperations.ZeroMemory(clear);
        return sealedCard;
    }

    /// <summary>The card's data, the same each time for the same ticket; the caller disposes them.</summary>
    public PreparedCard Prepare(
        ProductProfile product, DebitApplication application, byte[]? sealedCard, string ticket)
    {
        if (sealedCard is null)
            return application.Prepare(product);
        var clear = _seal.Open(sealedCard, ticket);
        using var certified = CertifiedCard.Parse(clear).Value;
        CryptographicOperations.ZeroMemory(clear);
        return application.Prepare(product, certified);
    }

    private static byte[] Serial() => RandomNumberGenerator.GetBytes(SerialLength);

    private CertifiedCard Rsa(ProductProfile product, DebitApplication application)
    {
        var pkcs8 = drawRsa(product.IccKeyBits);
        using var card = RsaPrivateKey.ImportPkcs8(pkcs8).Value;
        CryptographicOperations.ZeroMemory(pkcs8);
        return application.Certify(product, new RsaCardCertifier(keys.Scheme.Issuer, card, Serial()));
    }

    private CertifiedCard Sm(ProductProfile product, DebitApplication application)
    {
        using var card = Sm2PrivateKey.Generate();
        return application.Certify(product, new SmCardCertifier(keys.Sm.Issuer, card, Serial()));
    }
}
