using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Terminal;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Benchmarks.Chip;

/// <summary>Synthetic keys and one card's data, and central's side of its channel.</summary>
internal static class Sample
{
    private const string Serial = "00C0FFEE";
    private const string Pan = "6212260001000123";
    private static readonly byte[] s_cardManagerKey = Convert.FromHexString("404142434445464748494A4B4C4D4E4F");

    private static readonly byte[] s_approved = Convert.FromHexString("3030");

    private static readonly ProductProfile s_product = ProfileFile.Read(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "products", "debit-classic.json"))).Profile!;

    private static readonly RsaPrivateKey s_ca = RsaPrivateKey.Generate(1408);

    private static readonly RsaCardCertifier s_certifier = Certifier(new DateOnly(2040, 12, 31));

    public static TerminalOptions Purchase { get; } = new(100, "0156", "261121", new byte[] { 1, 2, 3, 4 })
    {
        SchemeKeys = [new CaPublicKey("A000000333", 1, s_ca.Public, new DateOnly(2040, 12, 31))],
    };

    public static byte[] HostChallenge { get; } = Convert.FromHexString("0102030405060708");

    public static SimulatedChip Blank() => new(BlankKind.Scp03, Serial, s_cardManagerKey);

    /// <summary>The whole wrapped script for the channel that the chip opened.</summary>
    public static IReadOnlyList<ScriptCommand> Script(byte[] initializeUpdate)
    {
        var answer = InitializeUpdateAnswer.Parse(initializeUpdate).Value;
        using var keys = Keys(answer);
        using var application = Application();
        using var card = application.Prepare(s_product, s_certifier);
        using var script = ScriptWriter
            .Write(keys, HostChallenge, answer, ChannelOptions.Default, card.Applets).Value;
        return script.Commands;
    }

    /// <summary>What a terminal must see on the finished card.</summary>
    public static ExpectedApplication Expected()
    {
        using var application = Application();
        using var card = application.Prepare(s_product, s_certifier);
        return card.Expected;
    }

    /// <summary>Central's answer to a card's cryptogram: ARPC and response code.</summary>
    public static byte[] Approve(ushort atc, ReadOnlySpan<byte> arqc)
    {
        using var application = Application();
        return [.. ApplicationCryptogram.Arpc(application.UdkAc, atc, arqc, s_approved), .. s_approved];
    }

    /// <summary>A channel with a blank, open for wrapping.</summary>
    public static SecureChannelSession Session()
    {
        var chip = Blank();
        byte[] command = [0x80, 0x50, 0, 0, 8, .. HostChallenge, 0];
        var answer = InitializeUpdateAnswer.Parse(chip.Transmit(command).AsMemory()[..^2]).Value;
        using var keys = Keys(answer);
        var session = SecureChannelSession.Open(keys, HostChallenge, answer, ChannelOptions.Default).Value;
        session.ExternalAuthenticate(SecurityLevel.CommandMac | SecurityLevel.CommandEncryption);
        return session;
    }

    private static RsaCardCertifier Certifier(DateOnly end)
    {
        var (issuer, serial) = (RsaPrivateKey.Generate(1152), new byte[] { 0, 0, 1 });
        var parts = IssuerCertificate.Issue(s_ca, Pan[..6], new CertificateTerms(end, serial), issuer.Public);
        return new RsaCardCertifier(
            new IssuerCertification(1, parts, issuer, end), RsaPrivateKey.Generate(1024), serial);
    }

    private static StaticKeys Keys(InitializeUpdateAnswer answer) => StaticKeys.Diversify(
        KeyDiversification.Kdf3, KeyAlgorithm.Aes, s_cardManagerKey, answer.Kdd.Span);

    private static DebitApplication Application() => DebitApplication.Derive(
        new DebitIssuerKeys(
            Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"),
            Convert.FromHexString("1123456789ABCDEFFEDCBA9876543211"),
            Convert.FromHexString("2123456789ABCDEFFEDCBA9876543212"),
            Convert.FromHexString("3123456789ABCDEFFEDCBA9876543213")),
        new DebitCard(Pan + Luhn.CheckDigit(Pan), "01", "3611", "261121", "220"),
        new KeyVersionProfile("2020-01-01", 1, 1, DerivationOption.A));
}
