using System.Text;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Tlv;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.Tests.Issuance;
using KioskSuite.Tests.Issuance.Crypto;

namespace KioskSuite.Tests.ChipStation;

/// <summary>
/// A finished card with keys and certificates of the self-made chain, on both interfaces, and the issuer's and the
/// terminal's side of it.
/// </summary>
internal sealed class PaymentBench : IDisposable
{
    public const string Application = "00A4040008A00000033301010100";
    public const ushort Ok = 0x9000;

    public static readonly byte[] UdkAc = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");
    public static readonly byte[] UdkMac = Convert.FromHexString("1123456789ABCDEFFEDCBA9876543211");
    public static readonly byte[] UdkEnc = Convert.FromHexString("2123456789ABCDEFFEDCBA9876543212");
    public static readonly byte[] Aip = [0x3D, 0];

    /// <summary>Amount, other amount, country, TVR, currency, date, type, number.</summary>
    public static readonly byte[] Terminal =
        Convert.FromHexString("0000000001000000000000000156000000000001562611210011223344");

    public static readonly byte[] Number = Terminal[25..];
    private const string Pan = "6212260001000123";
    private const string ContactlessPdol = "9F66049F02069F03069F1A0295055F2A029A039C019F3704";
    private static readonly DateOnly s_end = new(2036, 12, 31);
    private readonly SelfMadeChain _chain = new();

    public PaymentBench(PaymentFlaws? flaws = null, Action<Dictionary<ushort, byte[]>>? change = null)
    {
        var groups = Groups();
        change?.Invoke(groups);
        var card = new IssuedCard(
            UdkAc, Convert.FromHexString("6212260001000123D36112200000000001"), 1, Aip,
            Convert.FromHexString("080101001001020118010200"), Convert.FromHexString(Cdol), [], groups);
        Chip = SimulatedChip.Personalised(BlankKind.PbocDual80K, "00000001", card, flaws: flaws);
    }

    public SimulatedChip Chip { get; }

    public CertifiedKey Key => new(_chain.Icc.Public, s_end);

    /// <summary>Filled CDOL1: the terminal's data, time, merchant.</summary>
    public static byte[] First => [.. Terminal, 0x12, 0x34, 0x56, .. "SHOP                "u8];

    public static byte[] Second => [.. "00"u8, .. Terminal, 0x12, 0x34, 0x57];

    private static string Cdol => "9F02069F03069F1A0295055F2A029A039C019F37049F21039F4E14";

    public void Dispose() => _chain.Dispose();

    public (ushort Status, byte[] Data) Ask(
        ReadOnlySpan<byte> header, ReadOnlySpan<byte> data, CardInterface over = CardInterface.Contact)
    {
        byte[] command = data.IsEmpty ? [.. header] : [.. header, (byte)data.Length, .. data];
        var answer = Chip.Transmit(command, over);
        return (CardBench.StatusOf(answer), answer[..^2]);
    }

    public ushort Select(CardInterface over = CardInterface.Contact) =>
        CardBench.StatusOf(Chip.Transmit(Convert.FromHexString(Application), over));

    /// <summary>Selects and starts by contact.</summary>
    public void Start()
    {
        Select().ShouldBe(Ok);
        Ask([0x80, 0xA8, 0, 0], [0x83, 0]).Status.ShouldBe(Ok);
    }

    /// <summary>The first cryptogram, without CDA.</summary>
    public (byte[] Arqc, ushort Atc) GoOnline()
    {
        Start();
        var answer = Ask([0x80, 0xAE, 0x80, 0], First);
        answer.Status.ShouldBe(Ok);
        return (answer.Data[5..13], (ushort)((answer.Data[3] << 8) | answer.Data[4]));
    }

    /// <summary>The first cryptogram and a right answer of the issuer.</summary>
    public (byte[] Arqc, ushort Atc) BeAnswered()
    {
        var (arqc, atc) = GoOnline();
        byte[] issuer = [.. ApplicationCryptogram.Arpc(UdkAc, atc, arqc, "00"u8), .. "00"u8];
        Ask([0, 0x82, 0, 0], issuer).Status.ShouldBe(Ok);
        return (arqc, atc);
    }

    public ushort Script(byte[] key, (byte[] Arqc, ushort Atc) run, byte[] header, params byte[] data) =>
        CardBench.StatusOf(Chip.Transmit(IssuerScript.Build(
            CryptoSuite.International, key, run.Atc, run.Arqc, header, data)));

    /// <summary>The whole transaction without contact; objects of the answer.</summary>
    public (ushort Status, IReadOnlyList<BerTlv> Objects) Tap(string qualifiers)
    {
        Select(CardInterface.Contactless).ShouldBe(Ok);
        byte[] filled = [.. Convert.FromHexString(qualifiers), .. Terminal];
        var answer = Ask([0x80, 0xA8, 0, 0], [0x83, (byte)filled.Length, .. filled], CardInterface.Contactless);
        return (answer.Status, answer.Status == Ok ? BerTlv.Parse(answer.Data).Value[0].Children : []);
    }

    public byte[] Data(ushort tag)
    {
        var (status, data) = Ask([0x80, 0xCA, (byte)(tag >> 8), (byte)tag], []);
        return status == Ok ? BerTlv.Parse(data).Value[0].Value.ToArray() : [];
    }

    private Dictionary<ushort, byte[]> Groups()
    {
        var account = BerTlv.Build(
            0x70, BerTlv.Build(EmvTag.Pan, Convert.FromHexString(Pan)), BerTlv.Build(EmvTag.StaticDataTags, [0x82]));
        byte[] signed = [.. BerTlv.Parse(account).Value[0].Value.Span, .. Aip];
        var certificate = IccCertificate.Issue(
            _chain.Issuer, Pan, new CertificateTerms(s_end, new byte[] { 0, 0, 1 }), _chain.Icc.Public, signed);
        var options = BerTlv.Build(EmvTag.Aip, Aip);
        var groups = new Dictionary<ushort, byte[]>
        {
            [0x0201] = account,
            [0x0202] = Record(
                (EmvTag.Cdol1, Convert.FromHexString(Cdol)),
                (EmvTag.Cdol2, Convert.FromHexString("8A02" + Cdol[..^6])),
                (EmvTag.Ddol, Convert.FromHexString("9F3704"))),
            [0x0302] = Record(
                (EmvTag.IccCertificate, certificate.Certificate.ToArray()),
                (EmvTag.IccExponent, certificate.Exponent.ToArray()),
                (EmvTag.IccRemainder, certificate.Remainder.ToArray())),
            [0x8000] = [.. UdkAc, .. UdkMac, .. UdkEnc],
            [0x9000] = [.. new[] { UdkAc, UdkMac, UdkEnc }.SelectMany(key => KeyCheckValue.TripleDes(key))],
            [0x9010] = [3, 3],
            [0x8010] = Convert.FromHexString("241234FFFFFFFFFF"),
            [0x9102] = Select(BerTlv.Build(EmvTag.FciIssuerDiscretionary, BerTlv.Build(EmvTag.LogEntry, [0x0B, 2]))),
            [0x9103] = Select(BerTlv.Build(EmvTag.Pdol, Convert.FromHexString(ContactlessPdol))),
            [0x9207] =
            [
                .. options, .. BerTlv.Build(EmvTag.Afl, Convert.FromHexString("1001010118020200")),
                .. BerTlv.Build(EmvTag.Track2, Convert.FromHexString("6212260001000123D36112200000000001")),
                .. BerTlv.Build(EmvTag.PanSequence, [1]), .. BerTlv.Build(0x9F6C, [0x28, 0]),
            ],
        };
        foreach (var part in Enum.GetValues<CrtPart>())
        {
            groups[(ushort)(DgiTag.IccKeyFirst + (int)part)] = _chain.Icc.Part(part);
        }

        return groups;
    }

    private static byte[] Record(params (uint Tag, byte[] Value)[] objects) =>
        BerTlv.Build(0x70, [.. objects.Select(o => BerTlv.Build(o.Tag, o.Value))]);

    private static byte[] Select(byte[] more) =>
        BerTlv.Build(0xA5, BerTlv.Build(EmvTag.Label, Encoding.ASCII.GetBytes("PBOC DEBIT")), more);
}
