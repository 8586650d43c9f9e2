using FsCheck;
using FsCheck.Fluent;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

/// <summary>Any commands in any order: always an answer, never a cryptogram out of turn.</summary>
public sealed class PaymentStateTests
{
    private const int Longest = 300;

    /// <summary>What a terminal, a tool or a thief may send; the last is replaced by random bytes.</summary>
    private static readonly byte[][] s_commands =
    [
        Convert.FromHexString(PaymentBench.Application),
        [0x80, 0xA8, 0, 0, 2, 0x83, 0, 0],
        [0x80, 0xAE, 0x80, 0, (byte)PaymentBench.First.Length, .. PaymentBench.First, 0],
        [0x80, 0xAE, 0x90, 0, (byte)PaymentBench.First.Length, .. PaymentBench.First, 0],
        [0x80, 0xAE, 0x40, 0, (byte)PaymentBench.Second.Length, .. PaymentBench.Second, 0],
        [0x80, 0xAE, 0x50, 0, (byte)PaymentBench.Second.Length, .. PaymentBench.Second, 0],
        [0, 0x88, 0, 0, 4, 1, 2, 3, 4, 0],
        [0, 0x82, 0, 0, 10, .. new byte[10]],
        [0, 0x20, 0, 0x80, 8, 0x24, 0x12, 0x35, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        [0, 0xB2, 1, 0x5C, 0],
        [0, 0xB2, 2, 0x1C, 0],
        [0x84, 0x1E, 0, 0, 4, 1, 2, 3, 4],
        [0x84, 0xDA, 0x9F, 0x14, 5, 5, 1, 2, 3, 4],
        [0x80, 0xCA, 0x9F, 0x36, 0],
        [0, 0xA4, 4, 0, 0],
        [],
    ];

    [Fact]
    public void Any_commands_are_answered_and_cryptograms_come_at_most_twice_and_in_turn()
    {
        using var bench = new PaymentBench();
        Prop.ForAll<byte[], byte[]>((order, garbage) =>
        {
            bench.Chip.Reset();
            int? left = null;
            var last = CardInterface.Contact;
            foreach (var at in order)
            {
                var known = s_commands[at % s_commands.Length];
                byte[] command = known.Length > 0 ? known : garbage;
                var over = at < 0xE0 ? CardInterface.Contact : CardInterface.Contactless;
                var answer = bench.Chip.Transmit(command, over);
                answer.Length.ShouldBeInRange(2, Longest);
                left = Left(over == last ? left : null, command, answer[^2] == 0x90);
                last = over;
                left.ShouldNotBe(-1);
            }
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>
    /// Cryptograms that may still come: none before GET PROCESSING OPTIONS, then two; -1 after one too many.
    /// </summary>
    private static int? Left(int? before, byte[] command, bool good) => (command, good) switch
    {
        ([0, 0xA4, ..], _) => null,
        ([0x80, 0xA8, ..], true) => 2,
        ([0x80, 0xAE, ..], true) => (before ?? 0) - 1,
        _ => before,
    };
}
