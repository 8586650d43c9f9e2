using System.Globalization;
using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.SecureChannel;

namespace KioskSuite.CentralSystem;

/// <summary>The issuer's master keys in software; a bank keeps them in its HSM. Zeroed when disposed.</summary>
internal sealed class IssuerKeys : IDisposable
{
    private readonly IssuerMasters _debit;
    private readonly IssuerMasters _national;
    private readonly byte[] _cvk;
    private readonly SmMembership? _sm;
    private readonly byte[] _cardManager;
    private readonly byte[] _cardManagerAes;
    private readonly ECDsa _ticket;
    private readonly ECDiffieHellman _evidence;

    private IssuerKeys(
        SeedIssuer seed, ECDsa ticket, ECDiffieHellman evidence, SchemeMembership scheme, SmMembership? sm)
    {
        (Scheme, _sm) = (scheme, sm);
        StorageKey = Hex(seed.StorageKey, 32);
        _cvk = Hex(seed.CvkA + seed.CvkB, 16);
        _debit = IssuerMasters.From(seed.KeyVersions, _cvk, CryptoSuite.International);
        _national = IssuerMasters.From(seed.Sm.KeyVersions, _cvk, CryptoSuite.National);
        _cardManager = Hex(seed.CardManagerKey, 16);
        _cardManagerAes = Hex(seed.CardManagerKeyAes, seed.CardManagerKeyAes.Length / 2);
        if (WellKnownKeys.Contains(_cardManager) || WellKnownKeys.Contains(_cardManagerAes))
            throw new StartUpException("seed: a card manager key is the test key that everybody knows");
        _ticket = ticket;
        _evidence = evidence;
        Evidence = new EvidenceSeal(evidence);
        TicketKeyId = Convert.ToHexString(SHA256.HashData(ticket.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));
    }

    /// <summary>First 8 bytes of SHA-256 over the ticket key's SubjectPublicKeyInfo, hex.</summary>
    public string TicketKeyId { get; }

    /// <summary>Opens what kiosks sealed.</summary>
    public EvidenceSeal Evidence { get; }

    /// <summary>For offline data authentication.</summary>
    public SchemeMembership Scheme { get; }

    /// <summary>The same with SM2; nobody asks for it where this machine has none.</summary>
    public SmMembership Sm => _sm ?? throw new InvariantException("a product's suite was required before");

    /// <summary>AES-256 key over what the ledger keeps of cards' keys.</summary>
    public byte[] StorageKey { get; }

    /// <exception cref="StartUpException">
    /// A key is no hex, has another length, or is weak; the scheme's certificate is not good on this day.
    /// </exception>
    public static IssuerKeys From(SeedIssuer seed, DateOnly today)
    {
        var (ticket, evidence) = (ECDsa.Create(), ECDiffieHellman.Create());
        try
        {
            ticket.ImportPkcs8PrivateKey(Convert.FromBase64String(seed.TicketKey), out _);
            evidence.ImportPkcs8PrivateKey(Convert.FromBase64String(seed.EvidenceKey), out _);
            var scheme = SchemeMembership.From(seed.Scheme, seed.Bin, today);
            var sm = Suites.Here.Has(CryptoSuite.National)
                ? SmMembership.From(seed.Sm, seed.Scheme.Rid, seed.Bin, today)
                : null;
            return new IssuerKeys(seed, ticket, evidence, scheme, sm);
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException or StartUpException)
        {
            ticket.Dispose();
            evidence.Dispose();
            throw wrong as StartUpException ?? new StartUpException("seed: an issuer key cannot be read");
        }
    }

    /// <summary>ECDSA P-256 with SHA-256 over exactly these bytes; r and s of 32 bytes each (IEEE P1363).</summary>
    public byte[] SignTicket(ReadOnlySpan<byte> body) =>
        _ticket.SignData(body, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>Last day of the certificate under which cards of a suite are certified.</summary>
    public DateOnly CertificateEnd(CryptoSuite suite) =>
        suite == CryptoSuite.National ? Sm.Issuer.End : Scheme.Issuer.End;

    /// <exception cref="StartUpException">
    /// A version of a product's keys, of whatever day, has no masters here, or none is in force yet.
    /// </exception>
    public void Require(ProductProfile product, DateOnly today)
    {
        if (product.KeysOn(today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) is null)
            throw new StartUpException($"no key version of {product} is in force");
        if (product.Keys.FirstOrDefault(k => Of(product.Algorithms).Of(k.DerivationKeyIndex) is null) is { } missing)
            throw new StartUpException(
                $"seed: no {product.Algorithms} masters of key version {missing.DerivationKeyIndex:X2} of {product}");
    }

    /// <summary>
    /// The key behind a card's cryptograms, from the masters of its own version; the caller zeroes it. Null where the
    /// issuer has these no more.
    /// </summary>
    public byte[]? UdkAc(CardRow card) => Of(card.Algorithms).Of(card.KeyIndex) is { } issuer
        ? issuer.Suite.CardKey(card.Option, issuer.Ac, card.Pan, card.Sequence)
        : null;

    /// <summary>Everything that goes into a card's chip; the caller disposes it.</summary>
    public DebitApplication Application(DebitCard card, CryptoSuite suite, KeyVersionProfile version) =>
        DebitApplication.Derive(
            Of(suite).Of(version.DerivationKeyIndex)
                ?? throw new InvariantException("every product's key versions were required at the start"),
            card,
            version);

    public StripeTracks Stripe(DebitCard card) => StripeData.Build(card, _cvk);

    /// <summary>A chip's own keys from its diversification data (10 bytes); the caller disposes them.</summary>
    public StaticKeys CardKeys(KeyDiversification rule, ReadOnlySpan<byte> diversificationData)
    {
        var algorithm = StaticKeys.AlgorithmOf(rule) ?? KeyAlgorithm.TripleDes;
        var master = algorithm == KeyAlgorithm.Aes ? _cardManagerAes : _cardManager;
        return StaticKeys.Diversify(rule, algorithm, master, diversificationData);
    }

    public string Cvv(CardRow card) => CardVerification.Cvv(_cvk, card.Pan, card.Expiry, card.ServiceCode);

    /// <summary>The printed value; this issuer takes the date as YYMM.</summary>
    public string Cvv2(CardRow card) =>
        CardVerification.Cvv2(_cvk, card.Pan, card.Expiry, DateOrder.YearMonth);

    public void Dispose()
    {
        foreach (var key in (byte[][])[_cvk, _cardManager, _cardManagerAes, StorageKey])
            CryptographicOperations.ZeroMemory(key);
        _debit.Dispose();
        _national.Dispose();
        Scheme.Dispose();
        _sm?.Dispose();
        _ticket.Dispose();
        _evidence.Dispose();
    }

    public override string ToString() => "issuer keys";

    private IssuerMasters Of(CryptoSuite suite) => suite == CryptoSuite.National ? _national : _debit;

    private static byte[] Hex(string text, int length) => IssuerMasters.Hex(text, length);
}
