using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

/// <summary>The host against the card, which was written apart from it: protocol, key length, level.</summary>
public sealed class ChannelMatrixTests
{
    private static readonly byte[] s_master =
        Convert.FromHexString("404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F");

    public static TheoryData<string, int, byte, byte> Matrix
    {
        get
        {
            var rows = new TheoryData<string, int, byte, byte>();
            foreach (var rule in (string[])["EmvCps", "Visa2"])
            {
                foreach (var (i, level) in ((byte, byte)[])[
                    (0x05, 0x01), (0x05, 0x03), (0x15, 0x01), (0x15, 0x03), (0x55, 0x01), (0x55, 0x03),
                    (0x25, 0x11), (0x75, 0x11), (0x75, 0x13)])
                {
                    rows.Add(rule, 16, i, level);
                }
            }

            foreach (var length in (int[])[16, 24, 32])
            {
                foreach (var i in (byte[])[0x60, 0x70, 0x61, 0x71])
                {
                    foreach (var level in (byte[])[0x01, 0x03, 0x11, 0x13, 0x33])
                    {
                        rows.Add("Kdf3", length, i, level);
                    }
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Commands_arrive_and_answers_come_back(string rule, int length, byte i, byte level)
    {
        var (chip, session, _) = Open(rule, length, i, level);
        Exchange(chip, session, GlobalPlatformFrames.GetStatus(GlobalPlatformFrames.IssuerDomain))
            .Data.Span[..3].ToArray().ShouldBe([0xE3, 0x13, 0x4F]);
        Exchange(chip, session, GlobalPlatformFrames.GetData(0xCF)).Data.Length.ShouldBe(12);
        Exchange(chip, session, GlobalPlatformFrames.SetCardStatus(0x07, answered: true)).Data.Length.ShouldBe(0);
        Exchange(chip, session, GlobalPlatformFrames.GetStatus(GlobalPlatformFrames.IssuerDomain))
            .Data.Span.ToArray().ShouldContain((byte)0x07);
        Exchange(chip, session, GlobalPlatformFrames.GetData(0x66)).Data.Length.ShouldBeGreaterThan(40);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void A_flipped_bit_of_a_protected_answer_is_seen(string rule, int length, byte i, byte level)
    {
        if ((level & 0x10) == 0)
        {
            return;
        }

        for (var bit = 0; bit < 8 * 30; bit += 7)
        {
            var (chip, session, _) = Open(rule, length, i, level);
            var answer = chip.Transmit(session.Wrap(GlobalPlatformFrames.GetData(0xCF)));
            if (bit >= (answer.Length - 2) * 8)
            {
                break;
            }

            answer[bit / 8] ^= (byte)(1 << (bit % 8));
            session.Unwrap(answer).Failure!.Fault.ShouldBe(DeviceFault.ChipNotGenuine, $"bit {bit}");
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void New_keys_are_taken_confirmed_and_open_the_next_channel(string rule, int length, byte i, byte level)
    {
        var (chip, session, old) = Open(rule, length, i, level);
        var fresh = StaticKeys.Diversify(KindOf(rule), KeyAlgorithm.Aes, s_master.AsSpan(0, length), new byte[10]);
        var update = KeyUpdate.Build(session, old.KeyVersion, 0x21, fresh);
        var answer = Exchange(chip, session, update.Command);
        update.IsConfirmedBy(answer).ShouldBeTrue();
        update.IsConfirmedBy(answer with { Data = answer.Data[..^1] }).ShouldBeFalse();

        var size = old.ChallengeLength;
        CardBench.StatusOf(chip.Transmit((byte[])
            [0x80, 0x50, old.KeyVersion, 0, (byte)size, .. CardBench.HostChallenge[..size], 0]))
            .ShouldBe((ushort)0x6A88);
        var again = CardBench.InitializeUpdate(chip, 0x21, size);
        SecureChannelSession.Open(fresh, CardBench.HostChallenge, again, Options(i)).Ok.ShouldBeTrue();
    }

    [Fact]
    public void Keys_with_a_wrong_check_value_or_of_another_algorithm_are_refused_whole()
    {
        var (chip, session, old) = Open("EmvCps", 16, 0x15, 0x03);
        var fresh = StaticKeys.Diversify(KeyDiversification.EmvCps, default, s_master.AsSpan(0, 16), new byte[10]);
        var command = KeyUpdate.Build(session, 0, 0x22, fresh).Command;
        command[^2] ^= 1;
        CardBench.StatusOf(chip.Transmit(session.Wrap(command))).ShouldBe((ushort)0x9485);
        command[6] = 0x88;
        CardBench.StatusOf(chip.Transmit(session.Wrap(command))).ShouldBe((ushort)0x9484);
        var again = CardBench.InitializeUpdate(chip, 0);
        again.KeyVersion.ShouldBe(old.KeyVersion);
    }

    private static (SimulatedChip Chip, SecureChannelSession Session, InitializeUpdateAnswer Answer) Open(
        string rule, int length, byte i, byte level)
    {
        var kind = new BlankKind("TEST", "5A4B", "KIOSK")
        {
            Rule = Enum.Parse<KeyRule>(rule),
            Scp02Options = i,
            Scp03Options = i,
        };
        var chip = new SimulatedChip(kind, CardBench.Serial, s_master[..length]);
        var answer = CardBench.InitializeUpdate(chip, 0, kind.IsAes && (i & 1) != 0 ? 16 : 8);
        var keys = StaticKeys.Diversify(KindOf(rule), default, s_master.AsSpan(0, length), answer.Kdd.Span);
        var session = SecureChannelSession.Open(keys, CardBench.HostChallenge, answer, Options(i)).Value;
        CardBench.StatusOf(chip.Transmit(session.ExternalAuthenticate((SecurityLevel)level))).ShouldBe((ushort)0x9000);
        return (chip, session, answer);
    }

    private static ResponseApdu Exchange(SimulatedChip chip, SecureChannelSession session, byte[] plain)
    {
        var answer = session.Unwrap(chip.Transmit(session.Wrap(plain))).Value;
        answer.StatusWord.ShouldBe((ushort)0x9000);
        return answer;
    }

    private static KeyDiversification KindOf(string rule) => Enum.Parse<KeyDiversification>(rule);

    private static ChannelOptions Options(byte i) => ChannelOptions.Default with { Scp02I = i };
}
