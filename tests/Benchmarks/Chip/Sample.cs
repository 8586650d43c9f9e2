using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Benchmarks.Chip;

/// <summary>Synthetic keys and one card's data, and central's side of its channel.</summary>
internal static class Sample
{
    private const string Serial = "00C0FFEE";
    private const string Pan = "6212260001000123";
    private static readonly byte[] s_cardManagerKey = Convert.FromHexString("404142434445464748494A4B4C4D4E4F");

    public static byte[] HostChallenge { get; } = Convert.FromHexString("0102030405060708");

    public static SimulatedChip Blank() => new(BlankKind.PbocDual80K, Serial, s_cardManagerKey);

    /// <summary>The whole wrapped script for the channel that the chip opened.</summary>
    public static IReadOnlyList<ScriptCommand> Script(byte[] initializeUpdate)
    {
        var answer = InitializeUpdateAnswer.Parse(initializeUpdate).Value;
        var keys = Scp03Keys.Diversify(s_cardManagerKey, answer.Kdd.Span);
        using var application = Application();
        return ScriptWriter.Write(keys, HostChallenge, answer, application).Value;
    }

    /// <summary>A channel with a blank, open for wrapping.</summary>
    public static Scp03Session Session()
    {
        var chip = Blank();
        byte[] command = [0x80, 0x50, 0, 0, 8, .. HostChallenge, 0];
        var answer = InitializeUpdateAnswer.Parse(chip.Transmit(command).AsMemory()[..^2]).Value;
        var session = Scp03Session.Open(
            Scp03Keys.Diversify(s_cardManagerKey, answer.Kdd.Span), HostChallenge, answer).Value;
        session.ExternalAuthenticate(Scp03Session.LevelMacEnc);
        return session;
    }

    private static DebitApplication Application() => DebitApplication.Derive(
        new DebitIssuerKeys(
            Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"),
            Convert.FromHexString("1123456789ABCDEFFEDCBA9876543211"),
            Convert.FromHexString("2123456789ABCDEFFEDCBA9876543212"),
            Convert.FromHexString("3123456789ABCDEFFEDCBA9876543213")),
        new DebitCard(Pan + Luhn.CheckDigit(Pan), "01", "3611", "261121", "220"));
}
