using System.Security.Cryptography;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Issuance.Tlv;
using KioskSuite.Tests.Issuance.Crypto;

namespace KioskSuite.Tests.Issuance.Terminal;

/// <summary>
/// A personalised card with both interfaces and an RSA key, fixed by the chain's vector. Tests change its objects
/// before it is sealed, or spoil its parts afterwards.
/// </summary>
internal sealed partial class DualCard : IDisposable
{
    public const string Aid = "A000000333010101";
    private const string ContactPdol = "9F7A019F02065F2A02";
    private const string QuickPdol = "9F66049F02069F03069F1A0295055F2A029A039C019F3704";
    private const string Covered = "9F02069F03069F1A0295055F2A029A039C019F3704";
    private readonly SelfMadeChain _chain = new();
    private readonly SortedDictionary<int, uint[]> _layout = new()
    {
        [0x0101] = [EmvTag.Track2, EmvTag.Name],
        [0x0201] =
        [
            EmvTag.Pan, EmvTag.PanSequence, EmvTag.ExpiryDate, EmvTag.EffectiveDate, EmvTag.ServiceCode,
            EmvTag.IssuerCountry, EmvTag.UsageControl, EmvTag.ApplicationVersion, EmvTag.CvmList, EmvTag.IacDefault,
            EmvTag.IacDenial, EmvTag.IacOnline, EmvTag.ApplicationCurrency, EmvTag.StaticDataTags,
        ],
        [0x0202] = [EmvTag.Cdol1, EmvTag.Cdol2, EmvTag.Ddol],
        [0x0301] =
        [
            EmvTag.CaKeyIndex, EmvTag.IssuerCertificate, EmvTag.IssuerExponent, EmvTag.IssuerRemainder,
            EmvTag.SignedStaticData,
        ],
        [0x0302] = [EmvTag.IccCertificate, EmvTag.IccExponent, EmvTag.IccRemainder],
    };

    public DualCard(Action<DualCard>? change = null, Action<DualCard>? spoil = null)
    {
        Key = _chain.Icc;
        Ca = _chain.Ca;
        Issuer = _chain.Issuer;
        SchemeKeys = [new CaPublicKey("A000000333", 1, _chain.Ca.Public, new DateOnly(2040, 12, 31))];
        change?.Invoke(this);
        Seal();
        spoil?.Invoke(this);
    }

    public Dictionary<uint, byte[]> Objects { get; } = Hex(
        (EmvTag.Track2, "6212345678901234569D30122200000000000F"), (EmvTag.Name, "43415244484F4C4445522F"),
        (EmvTag.Pan, "6212345678901234569F"), (EmvTag.PanSequence, "00"), (EmvTag.ExpiryDate, "301231"),
        (EmvTag.EffectiveDate, "260801"), (EmvTag.ServiceCode, "0220"), (EmvTag.IssuerCountry, "0156"),
        (EmvTag.UsageControl, "FF00"), (EmvTag.ApplicationVersion, "0030"),
        (EmvTag.CvmList, "000000000000000042031E031F00"), (EmvTag.IacDefault, "DC609CA800"),
        (EmvTag.IacDenial, "0010000000"), (EmvTag.IacOnline, "DC689CF800"), (EmvTag.ApplicationCurrency, "0156"),
        (EmvTag.StaticDataTags, "82"), (EmvTag.Cdol1, Covered + "9F21039F4E14"),
        (EmvTag.Cdol2, "8A02" + Covered + "9F2103"), (EmvTag.Ddol, "9F3704"), (EmvTag.CaKeyIndex, "01"),
        (EmvTag.CardQualifiers, "0000"), (EmvTag.CardAuthenticationData, "01AABBCCDD0000"));

    public byte[] Aip { get; set; } = Convert.FromHexString("3D00");

    public byte[] Afl { get; set; } = Convert.FromHexString("080101001001020118010200");

    public byte[] QuickAfl { get; set; } = Convert.FromHexString("1001010118010200");

    public string Fci { get; set; } = $"9F3809{ContactPdol}BF0C059F4D020B0A";

    public string QuickFci { get; set; } = $"9F3818{QuickPdol}";

    public string PseTemplate { get; set; } = "880101";

    public string Entry { get; set; } = "4F08" + Aid;

    public string QuickEntry { get; set; } = "4F08" + Aid;

    public string Iad { get; set; } = "07010103A0000001";

    /// <summary>Whether it answers a contactless terminal as qPBOC asks.</summary>
    public bool Quick { get; set; } = true;

    public string Log { get; set; } = "";

    public ushort Atc { get; set; }

    public RsaPrivateKey Key { get; set; }

    public RsaPrivateKey Ca { get; set; }

    public RsaPrivateKey Issuer { get; set; }

    public CaPublicKey[] SchemeKeys { get; set; }

    public DateOnly IssuerEnd { get; set; } = new(2035, 12, 31);

    public DateOnly IccEnd { get; set; } = new(2032, 12, 31);

    /// <summary>Bytes of the records as the card gives them, by SFI and number.</summary>
    public Dictionary<int, byte[]> Records { get; } = [];

    /// <summary>Answers in the place of the card's own, when not null.</summary>
    public Func<CommandApdu, byte[]?> Instead { get; set; } = _ => null;

    /// <summary>Lets a test take objects out of the contactless answer or change them.</summary>
    public Action<Dictionary<uint, byte[]>> Trim { get; set; } = _ => { };

    public ScriptedChip Contact => new(bytes => Reply(bytes, quick: false));

    public ScriptedChip Antenna => new(bytes => Reply(bytes, quick: true));

    public TerminalOptions Terminal => Samples.Terminal with { SchemeKeys = SchemeKeys };

    public ExpectedApplication Expected { get; set; } = null!;

    /// <summary>In the certificate and in the order.</summary>
    public string Pan { get; set; } = Samples.Card.Pan;

    private byte[] Udk { get; } = EmvKeys.OptionA(Samples.Issuer.Ac, Samples.Card.Pan, Samples.Card.Psn);

    private string Selected { get; set; } = "";

    private byte[] PdolData { get; set; } = [];

    private byte[] LastCryptogram { get; set; } = [];

    public static Dictionary<uint, byte[]> Hex(params (uint Tag, string Value)[] objects) =>
        objects.ToDictionary(o => o.Tag, o => Convert.FromHexString(o.Value));

    /// <summary>Another record's place for an object.</summary>
    public void Put(uint tag, int record) => _layout[record] = [.. _layout[record], tag];

    public void Dispose() => _chain.Dispose();

    private byte[] Record(int at) => BerTlv.Build(
        EmvTag.Record,
        [.. _layout[at].Where(Objects.ContainsKey).Select(tag => BerTlv.Build(tag, Objects[tag]))]);

    private void Seal()
    {
        var serial = new byte[] { 0, 0, 1 };
        var issuer = IssuerCertificate.Issue(Ca, "621234", new CertificateTerms(IssuerEnd, serial), Issuer.Public);
        var data = StaticData.Build([new SignedRecord(2, Record(0x0201))], [0x82], Aip).Value;
        var icc = IccCertificate.Issue(
            _chain.Issuer, Pan, new CertificateTerms(IccEnd, serial), _chain.Icc.Public, data);
        Store(EmvTag.IssuerCertificate, issuer.Certificate);
        Store(EmvTag.IssuerRemainder, issuer.Remainder);
        Store(EmvTag.IssuerExponent, issuer.Exponent);
        Store(EmvTag.IccCertificate, icc.Certificate);
        Store(EmvTag.IccRemainder, icc.Remainder);
        Store(EmvTag.IccExponent, icc.Exponent);
        foreach (var at in _layout.Keys)
        {
            Records[at] = Record(at);
        }

        Expected = new ExpectedApplication(Convert.FromHexString(Aid), Aip, Afl, Digests(Afl))
        {
            Pan = Pan,
            Psn = Samples.Card.Psn,
            Contactless = new ExpectedInterface(Aip, QuickAfl, Digests(QuickAfl)),
        };
    }

    private void Store(uint tag, ReadOnlyMemory<byte> value) => Objects.TryAdd(tag, value.ToArray());

    private RecordDigest[] Digests(byte[] afl) =>
    [
        .. FileLocator.Parse(afl).Value.Select(r => DgiTag.Record(r.Sfi, r.Number)).Select(at =>
            new RecordDigest(at, SHA256.HashData(Records.GetValueOrDefault(at, [])))),
    ];
}
