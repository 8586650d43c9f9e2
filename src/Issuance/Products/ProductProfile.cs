using System.Text.Json.Serialization;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Issuance.Products;

/// <summary>
/// A card product as the bank and its laboratory agreed on it: which applications, and every object in them. The same
/// data drive preparation, the terminal check and the laboratory's list.
/// </summary>
/// <param name="Schema">Shape of the file: 1.</param>
/// <param name="Product">Name of the product, such as <c>debit-classic</c>.</param>
/// <param name="Version">From 1, raised with each change.</param>
/// <param name="Approval">Number of the approval; a file that starts with <c>TEST-</c> is for simulators.</param>
/// <param name="Scheme">Standard the product follows, such as <c>PBOC 3.0</c>.</param>
/// <param name="Suite">Algorithms of the chip's application.</param>
/// <param name="Stripe">Which magnetic stripe the card has; none is no fault.</param>
/// <param name="ServiceCode">3 digits (ISO/IEC 7813), the same on chip and stripe.</param>
/// <param name="VerificationAt">Zeros before the verification value in the discretionary data.</param>
/// <param name="IccKeyBits">Size of the card's own RSA key, 0 without offline data authentication.</param>
/// <param name="Keys">Versions of the issuer's master keys that may be in force on the same day.</param>
/// <param name="Directories">PSE and PPSE.</param>
/// <param name="Applications">1 to 4, all of one scheme.</param>
public sealed record ProductProfile(
    int Schema,
    string Product,
    int Version,
    string Approval,
    string Scheme,
    ProfileSuite Suite,
    ProfileStripe Stripe,
    string ServiceCode,
    int VerificationAt,
    int IccKeyBits,
    IReadOnlyList<KeyVersionProfile> Keys,
    IReadOnlyList<DirectoryProfile> Directories,
    IReadOnlyList<ApplicationProfile> Applications)
{
    /// <summary>SHA-256 of the file as it was read: what the approval covers.</summary>
    [JsonIgnore]
    public string Sha256 { get; internal init; } = "";

    /// <summary>Some application signs with a key of the card's own.</summary>
    [JsonIgnore]
    public bool HasOwnKey => Applications.Any(a => a.HasOwnKey);

    /// <summary>The algorithms.</summary>
    [JsonIgnore]
    public CryptoSuite Algorithms =>
        Suite == ProfileSuite.Sm ? CryptoSuite.National : CryptoSuite.International;

    /// <summary>The newest version of the master keys that is in force on a day.</summary>
    /// <param name="day">YYYY-MM-DD.</param>
    public KeyVersionProfile? KeysOn(string day) => Keys
        .Where(k => string.CompareOrdinal(k.From, day) <= 0)
        .MaxBy(k => k.From, StringComparer.Ordinal);

    public override string ToString() => $"{Product} {Version}, {Approval}";
}

/// <summary>Algorithms of an application.</summary>
public enum ProfileSuite
{
    /// <summary>3DES, RSA, SHA-1.</summary>
    TripleDes,

    /// <summary>SM4, SM2, SM3.</summary>
    Sm,
}

/// <summary>A card's magnetic stripe.</summary>
public enum ProfileStripe
{
    /// <summary>The card has none.</summary>
    None,

    /// <summary>Low coercivity.</summary>
    LoCo,

    /// <summary>High coercivity: what bank cards have.</summary>
    HiCo,
}

/// <summary>How a card's keys come from the masters, and what the card calls them in tag 9F10.</summary>
/// <param name="From">First day, YYYY-MM-DD.</param>
/// <param name="DerivationKeyIndex">DKI.</param>
/// <param name="CryptogramVersion">CVN of the cryptogram.</param>
/// <param name="Option">EMV Book 2 annex A1.4: A, or B for numbers of more than 16 digits.</param>
public sealed record KeyVersionProfile(
    string From,
    [property: JsonConverter(typeof(HexByteConverter))] byte DerivationKeyIndex,
    [property: JsonConverter(typeof(HexByteConverter))] byte CryptogramVersion,
    DerivationOption Option);

/// <summary>A payment directory. Its entries are made from the applications.</summary>
/// <param name="Name">DF name, ASCII.</param>
/// <param name="Sfi">File of the directory records; 0 puts the entries into the FCI, as PPSE has them.</param>
/// <param name="SelectGroups">Groupings that hold the SELECT answer's A5 template.</param>
/// <param name="Fci">Objects of the A5 template before the entries.</param>
public sealed record DirectoryProfile(
    string Name,
    int Sfi,
    [property: JsonConverter(typeof(DgiTagListConverter))] IReadOnlyList<ushort> SelectGroups,
    IReadOnlyList<ObjectProfile> Fci);

/// <summary>One application.</summary>
/// <param name="Aid">5 to 16 bytes.</param>
/// <param name="Label">Tag 50, 1 to 16 characters.</param>
/// <param name="Priority">Tag 87.</param>
/// <param name="Contact">How it answers by contact.</param>
/// <param name="Contactless">How it answers over the antenna; null when it does not.</param>
/// <param name="Records">All records of both interfaces.</param>
/// <param name="Groups">Groupings beside records and answers: keys, check values, counters.</param>
public sealed record ApplicationProfile(
    [property: JsonConverter(typeof(HexBytesConverter))] byte[] Aid,
    string Label,
    int Priority,
    InterfaceProfile Contact,
    InterfaceProfile? Contactless,
    IReadOnlyList<RecordProfile> Records,
    IReadOnlyList<GroupProfile> Groups)
{
    /// <summary>The card signs with a key of its own: DDA or CDA on some interface.</summary>
    [JsonIgnore]
    public bool HasOwnKey => ProfileRules.Interfaces(this).Any(i => Aip.HasOwnKey(i.Aip));

    /// <summary>That key is SM2's.</summary>
    [JsonIgnore]
    public bool IsSm => Groups.Any(g => g.From == CardField.IccScalar);
}

/// <summary>One interface of an application.</summary>
/// <param name="Aip">Tag 82, 2 bytes.</param>
/// <param name="Afl">Tag 94, groups of 4 bytes.</param>
/// <param name="SelectGroup">Grouping of the SELECT answer's A5 template.</param>
/// <param name="OptionsGroup">Grouping of the GET PROCESSING OPTIONS answer.</param>
/// <param name="Fci">Objects of the A5 template.</param>
/// <param name="Options">Objects of the GET PROCESSING OPTIONS answer beside AIP and AFL.</param>
public sealed record InterfaceProfile(
    [property: JsonConverter(typeof(HexBytesConverter))] byte[] Aip,
    [property: JsonConverter(typeof(HexBytesConverter))] byte[] Afl,
    [property: JsonConverter(typeof(DgiTagConverter))] ushort SelectGroup,
    [property: JsonConverter(typeof(DgiTagConverter))] ushort OptionsGroup,
    IReadOnlyList<ObjectProfile> Fci,
    IReadOnlyList<ObjectProfile> Options);

/// <summary>A record: template 70 with these objects.</summary>
public sealed record RecordProfile(int Sfi, int Record, IReadOnlyList<ObjectProfile> Objects);

/// <summary>A data object: exactly one of a fixed value, a text, a field of the card, or further objects.</summary>
public sealed record ObjectProfile(
    [property: JsonConverter(typeof(TagConverter))] uint Tag,
    [property: JsonConverter(typeof(HexBytesConverter))] byte[]? Value = null,
    string? Text = null,
    CardField? From = null,
    IReadOnlyList<ObjectProfile>? Objects = null);

/// <summary>A grouping with a fixed value or a field of the card.</summary>
/// <param name="Dgi">Identifier.</param>
/// <param name="Value">Fixed value.</param>
/// <param name="From">Field.</param>
/// <param name="Encrypted">Under the session's data encryption key.</param>
/// <param name="Padding">Before encryption; cards differ.</param>
public sealed record GroupProfile(
    [property: JsonConverter(typeof(DgiTagConverter))] ushort Dgi,
    [property: JsonConverter(typeof(HexBytesConverter))] byte[]? Value = null,
    CardField? From = null,
    bool Encrypted = false,
    GroupPadding Padding = GroupPadding.None);

/// <summary>What fills a value up to whole cipher blocks before it is encrypted.</summary>
public enum GroupPadding
{
    /// <summary>It already has whole blocks.</summary>
    None,

    /// <summary>80 and zeros only where blocks are not whole.</summary>
    WhenNeeded,

    /// <summary>80 and zeros always, a whole block of it when need be.</summary>
    Always,

    /// <summary>80 and FF always: some applets' RSA groupings.</summary>
    FilledWithOnes,
}
