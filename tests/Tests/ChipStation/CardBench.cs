using KioskSuite.Devices;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Terminal;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.Tests.Issuance;
using KioskSuite.Tests.Issuance.Crypto;
using KioskSuite.Tests.Issuance.Products;

namespace KioskSuite.Tests.ChipStation;

/// <summary>Synthetic keys and card data, and the host's side of a channel with a blank.</summary>
internal static class CardBench
{
    public const string Serial = "00C0FFEE";
    public static readonly byte[] CardManagerKey = Convert.FromHexString("404142434445464748494A4B4C4D4E4F");
    public static readonly byte[] HostChallenge = Convert.FromHexString("0102030405060708090A0B0C0D0E0F10");
    private static readonly SelfMadeChain s_chain = new();
    private static readonly ProductProfile s_product = ProfileSample.Profile();
    private static readonly IssuerCertification s_issuer = Certify(new DateOnly(2040, 12, 31));

    public static TerminalOptions Purchase { get; } = new(100, "0156", "261121", new byte[] { 1, 2, 3, 4 })
    {
        SchemeKeys = [new CaPublicKey("A000000333", s_issuer.CaKeyIndex, s_chain.Ca.Public, s_issuer.End)],
    };

    public static SimulatedChip Blank(BlankKind? kind = null, ChipFlaws? flaws = null) =>
        new(kind ?? BlankKind.PbocDual80K, Serial, CardManagerKey, flaws);

    public static DebitApplication Application() => DebitApplication.Derive(
        new DebitIssuerKeys(
            Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"),
            Convert.FromHexString("1123456789ABCDEFFEDCBA9876543211"),
            Convert.FromHexString("2123456789ABCDEFFEDCBA9876543212"),
            Convert.FromHexString("3123456789ABCDEFFEDCBA9876543213")),
        new DebitCard("6212260001000123" + Luhn.CheckDigit("6212260001000123"), "01", "3611", "261121", "220"),
        Samples.Version);

    /// <summary>The wrapped script for the channel that the chip opens now.</summary>
    public static IReadOnlyList<ScriptCommand> Script(SimulatedChip chip) =>
        Write(InitializeUpdate(chip)).Value.Commands;

    /// <summary>Central's part, for whatever the chip answered.</summary>
    public static Outcome<ChannelScript> Write(InitializeUpdateAnswer answer)
    {
        using var application = Application();
        using var keys = KeysOf(answer);
        using var card = Prepare(application);
        return ScriptWriter.Write(keys, HostChallenge, answer, ChannelOptions.Default, card.Applets);
    }

    /// <summary>By the repository's profile for debit cards, or another: both interfaces, DDA and CDA.</summary>
    public static PreparedCard Prepare(DebitApplication application, ProductProfile? product = null) =>
        application.Prepare(product ?? s_product, Certifier);

    private static RsaCardCertifier Certifier => new(s_issuer, s_chain.Icc, new byte[] { 0, 0, 1 });

    public static CertifiedCard Certify(DebitApplication application) =>
        application.Certify(s_product, Certifier);

    public static ExpectedApplication ExpectedOf(DebitApplication application)
    {
        using var card = Prepare(application);
        return card.Expected;
    }

    /// <summary>As the factory made them: EMV CPS for SCP02, KDF3 for SCP03.</summary>
    public static StaticKeys KeysOf(InitializeUpdateAnswer answer) => answer.Channel == ChannelKind.Scp02
        ? StaticKeys.Diversify(
            KeyDiversification.EmvCps, KeyAlgorithm.TripleDes, CardManagerKey, answer.Kdd.Span)
        : StaticKeys.Diversify(KeyDiversification.Kdf3, KeyAlgorithm.Aes, CardManagerKey, answer.Kdd.Span);

    public static InitializeUpdateAnswer InitializeUpdate(SimulatedChip chip, byte version = 0, int length = 8)
    {
        byte[] command = [0x80, 0x50, version, 0, (byte)length, .. HostChallenge[..length], 0];
        return InitializeUpdateAnswer.Parse(chip.Transmit(command).AsMemory()[..^2]).Value;
    }

    private static IssuerCertification Certify(DateOnly end)
    {
        var terms = new CertificateTerms(end, new byte[] { 0, 0, 1 });
        var parts = IssuerCertificate.Issue(s_chain.Ca, "621226", terms, s_chain.Issuer.Public);
        return new IssuerCertification(1, parts, s_chain.Issuer, end);
    }

    public static ushort StatusOf(byte[] answer) => (ushort)((answer[^2] << 8) | answer[^1]);

    public static ushort Send(this SimulatedChip chip, string hex) =>
        StatusOf(chip.Transmit(Convert.FromHexString(hex)));
}
