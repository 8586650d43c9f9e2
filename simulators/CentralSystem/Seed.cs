namespace KioskSuite.CentralSystem;

/// <summary>The seed file: the fictional world that fills both central's ledger and the simulated kiosk.</summary>
internal sealed record Seed(
    SeedKiosk Kiosk,
    IReadOnlyList<SeedBlank> Blanks,
    SeedIssuer Issuer,
    IReadOnlyList<SeedFee> Fees,
    IReadOnlyList<SeedPerson> People);

/// <param name="Id">Name of the kiosk, such as <c>kiosk-001</c>.</param>
/// <param name="Hopper">Blanks loaded at the start.</param>
/// <param name="Blank">Code of the stock in the hopper.</param>
internal sealed record SeedKiosk(string Id, int Hopper, string Blank);

/// <param name="Code">Code of the blank stock.</param>
/// <param name="Atr">Answer to reset of its chip, hex.</param>
/// <param name="IcType">IC type of its CPLC, 4 hex digits.</param>
/// <param name="Keys">How its card keys come from the KMC: <c>emv-cps</c>, <c>visa2</c> or <c>kdf3</c>.</param>
/// <param name="Product">Profile of the cards that are made of it.</param>
internal sealed record SeedBlank(string Code, string Atr, string IcType, string Keys, string Product);

/// <summary>Master keys of the issuer (hex, synthetic) and what new cards look like.</summary>
/// <param name="Bin">Leading digits of every card number.</param>
/// <param name="PanLength">Digits of a card number with its check digit.</param>
/// <param name="ValidYears">Years a new card is valid.</param>
/// <param name="CardManagerKey">KMC of 3DES stock, 16 bytes.</param>
/// <param name="CardManagerKeyAes">KMC of AES stock, as long as the cards' keys: 16, 24 or 32 bytes.</param>
/// <param name="KeyVersions">Master keys by index, two-key 3DES with odd parity.</param>
/// <param name="CvkA">First CVV key, DES.</param>
/// <param name="CvkB">Second CVV key, DES.</param>
/// <param name="Scheme">For offline data authentication.</param>
/// <param name="Sm">Keys of products with the national algorithms.</param>
/// <param name="StorageKey">AES-256 key over what the ledger keeps of cards' keys.</param>
/// <param name="TicketKey">P-256 private key, PKCS#8, base64.</param>
/// <param name="TicketPublicKey">The same key's public half, SubjectPublicKeyInfo, base64.</param>
/// <param name="DocumentTokenKey">HMAC-SHA-256 key of document tokens, 32 bytes.</param>
/// <param name="EvidenceKey">P-256 private key that opens evidence, PKCS#8, base64.</param>
/// <param name="EvidencePublicKey">What kiosks seal to: its public half, SubjectPublicKeyInfo, base64.</param>
internal sealed record SeedIssuer(
    string Bin,
    int PanLength,
    int ValidYears,
    string CardManagerKey,
    string CardManagerKeyAes,
    IReadOnlyList<SeedKeyVersion> KeyVersions,
    string CvkA,
    string CvkB,
    SeedScheme Scheme,
    SeedSm Sm,
    string StorageKey,
    string TicketKey,
    string TicketPublicKey,
    string DocumentTokenKey,
    string EvidenceKey,
    string EvidencePublicKey)
{
    public override string ToString() => "issuer keys";
}

/// <summary>One version of the issuer's master keys; hex, 16 bytes each.</summary>
/// <param name="Index">DKI, one byte: what cards of this version say in tag 9F10.</param>
/// <param name="ImkAc">For cryptograms.</param>
/// <param name="ImkMac">For script MACs.</param>
/// <param name="ImkEnc">For script encryption.</param>
internal sealed record SeedKeyVersion(string Index, string ImkAc, string ImkMac, string ImkEnc)
{
    public override string ToString() => $"key version {Index}";
}

/// <summary>The payment scheme's key and the certificate it gave this issuer (EMV Book 2 §5); hex.</summary>
/// <param name="Rid">First 5 bytes of the scheme's AIDs.</param>
/// <param name="CaKeyIndex">Tag 8F.</param>
/// <param name="CaModulus">The scheme's public key.</param>
/// <param name="CaExponent">Its exponent.</param>
/// <param name="CaEnd">Its last day, YYYY-MM-DD.</param>
/// <param name="IssuerCertificate">Tag 90.</param>
/// <param name="IssuerRemainder">Tag 92.</param>
/// <param name="IssuerExponent">Tag 9F32.</param>
/// <param name="IssuerKey">The issuer's RSA private key, PKCS#8, base64.</param>
internal sealed record SeedScheme(
    string Rid,
    string CaKeyIndex,
    string CaModulus,
    string CaExponent,
    string CaEnd,
    string IssuerCertificate,
    string IssuerRemainder,
    string IssuerExponent,
    string IssuerKey)
{
    public override string ToString() => $"scheme {Rid}";
}

/// <summary>Master keys (SM4, 16 bytes) and scheme membership (SM2) with the national algorithms; hex.</summary>
/// <param name="KeyVersions">Master keys by index.</param>
/// <param name="CaKeyIndex">Tag 8F.</param>
/// <param name="CaPoint">The scheme's public key, 64 bytes.</param>
/// <param name="CaEnd">Its last day, YYYY-MM-DD.</param>
/// <param name="IssuerCertificate">Tag 90.</param>
/// <param name="IssuerPoint">The issuer's public key.</param>
/// <param name="IssuerSecret">Its secret number, 32 bytes.</param>
internal sealed record SeedSm(
    IReadOnlyList<SeedKeyVersion> KeyVersions,
    string CaKeyIndex,
    string CaPoint,
    string CaEnd,
    string IssuerCertificate,
    string IssuerPoint,
    string IssuerSecret)
{
    public override string ToString() => "national keys";
}

/// <param name="Code">Which fee.</param>
/// <param name="Currency">ISO 4217 letters.</param>
/// <param name="Minor">Amount in hundredths.</param>
/// <param name="Text">What the customer is shown; its SHA-256 goes with it.</param>
internal sealed record SeedFee(string Code, string Currency, long Minor, string Text);

/// <param name="Id">Name of the run that uses this person.</param>
internal sealed record SeedPerson(string Id, SeedPaper Document, IReadOnlyList<SeedAccount> Accounts)
{
    public override string ToString() => Id;
}

/// <summary>A person's document. Dates are YYYYMMDD, sex and ethnicity are GB/T 2261.1 and GB/T 3304 codes.</summary>
internal sealed record SeedPaper(
    string Kind,
    string Number,
    string Name,
    string Sex,
    string Ethnicity,
    string Birth,
    string Address,
    string Authority,
    string ValidFrom,
    string ValidTo)
{
    public override string ToString() => $"{Kind} document";
}

/// <summary>An account and the card the person lost.</summary>
/// <param name="Card">Central's card reference.</param>
/// <param name="Sequence">PAN sequence number, 2 digits.</param>
/// <param name="Expiry">YYMM.</param>
/// <param name="Track2">Track 2 without sentinels and LRC.</param>
/// <param name="KeepsNumber">Whether a replacement has the same number, as the bank rules for the account.</param>
internal sealed record SeedAccount(
    string Card,
    string Pan,
    string Sequence,
    string Expiry,
    string ServiceCode,
    string Product,
    string Label,
    string Cvv,
    string Cvv2,
    string Icvv,
    string Track2,
    SeedChip Chip,
    bool KeepsNumber = false)
{
    public override string ToString() => Card;
}

/// <summary>The lost card's chip, for a simulated shop that still holds it.</summary>
/// <param name="UdkAc">Key for cryptograms, derived from version 01 by EMV option A, hex.</param>
/// <param name="Track2">Tag 57 with the iCVV, hex.</param>
/// <param name="Aip">Tag 82, hex.</param>
/// <param name="Iad">Tag 9F10 it answers an online request with, hex.</param>
/// <param name="NextAtc">Its next transaction counter.</param>
internal sealed record SeedChip(string UdkAc, string Track2, string Aip, string Iad, int NextAtc)
{
    public override string ToString() => "chip";
}
