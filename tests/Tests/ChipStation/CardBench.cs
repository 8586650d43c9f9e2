using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Terminal;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

/// <summary>Synthetic keys and card data, and the host's side of a channel with a blank.</summary>
internal static class CardBench
{
    public const string Serial = "00C0FFEE";
    public static readonly byte[] CardManagerKey = Convert.FromHexString("404142434445464748494A4B4C4D4E4F");
    public static readonly byte[] HostChallenge = Convert.FromHexString("0102030405060708");
    public static readonly TerminalOptions Purchase = new(100, "0156", "261121", new byte[] { 1, 2, 3, 4 });

    public static SimulatedChip Blank() => new(BlankKind.PbocDual80K, Serial, CardManagerKey);

    public static DebitApplication Application() => DebitApplication.Derive(
        new DebitIssuerKeys(
            Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"),
            Convert.FromHexString("1123456789ABCDEFFEDCBA9876543211"),
            Convert.FromHexString("2123456789ABCDEFFEDCBA9876543212"),
            Convert.FromHexString("3123456789ABCDEFFEDCBA9876543213")),
        new DebitCard("6212260001000123" + Luhn.CheckDigit("6212260001000123"), "01", "3611", "261121", "220"));

    /// <summary>The wrapped script for the channel that the chip opens now.</summary>
    public static IReadOnlyList<ScriptCommand> Script(SimulatedChip chip)
    {
        var answer = InitializeUpdate(chip);
        var keys = Scp03Keys.Diversify(CardManagerKey, answer.Kdd.Span);
        return ScriptWriter.Write(keys, HostChallenge, answer, Application()).Value;
    }

    public static InitializeUpdateAnswer InitializeUpdate(SimulatedChip chip)
    {
        byte[] command = [0x80, 0x50, 0, 0, 8, .. HostChallenge, 0];
        return InitializeUpdateAnswer.Parse(chip.Transmit(command).AsMemory()[..^2]).Value;
    }

    public static ushort StatusOf(byte[] answer) => (ushort)((answer[^2] << 8) | answer[^1]);

    public static ushort Send(this SimulatedChip chip, string hex) =>
        StatusOf(chip.Transmit(Convert.FromHexString(hex)));
}
