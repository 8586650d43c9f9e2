using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Issuance.SecureChannel;

namespace KioskSuite.Tests.Issuance;

public sealed class SecureChannelTests
{
    private static byte[] Answer => Vectors.All["scp03-pysim-AES128-lvl03"].Hex("init_update_response");

    private static byte[] Challenge => Vectors.All["scp03-pysim-AES128-lvl03"].Hex("host_challenge");

    private static Scp03Keys Keys
    {
        get
        {
            var vector = Vectors.All["scp03-pysim-AES128-lvl03"];
            return new Scp03Keys(vector.Hex("key_enc"), vector.Hex("key_mac"), vector.Hex("key_dek"));
        }
    }

    [Fact]
    public void Any_bytes_are_an_answer_or_garbage() => Prop.ForAll<byte[]>(bytes =>
    {
        var parsed = InitializeUpdateAnswer.Parse(bytes);
        return parsed.Ok ? bytes.Length is 29 or 32 : parsed.Failure!.Fault == DeviceFault.Garbage;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_cut_answer_is_garbage()
    {
        for (var length = 0; length < Answer.Length; length++)
        {
            InitializeUpdateAnswer.Parse(Answer.AsMemory(0, length)).Ok.ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(11, 2)]
    [InlineData(12, 0)]
    [InlineData(12, 0x71)]
    public void Another_protocol_or_mode_is_garbage(int place, byte value)
    {
        var changed = Answer;
        changed[place] = value;
        InitializeUpdateAnswer.Parse(changed).Failure!.Fault.ShouldBe(DeviceFault.Garbage);
    }

    [Fact]
    public void An_answer_without_counter_has_29_bytes()
    {
        var plain = Answer[..29];
        plain[12] = 0;
        var parsed = InitializeUpdateAnswer.Parse(plain).Value;
        (parsed.Kdd.Length, parsed.KeyVersion, parsed.SequenceCounter.Length).ShouldBe((10, (byte)0x30, 0));
    }

    [Fact]
    public void One_changed_bit_anywhere_in_the_exchange_is_a_chip_that_is_not_genuine()
    {
        for (var place = 13 * 8; place < 29 * 8; place++)
        {
            var changed = Answer;
            changed[place / 8] ^= (byte)(1 << (place % 8));
            Scp03Session.Open(Keys, Challenge, InitializeUpdateAnswer.Parse(changed).Value)
                .Failure!.Fault.ShouldBe(DeviceFault.ChipNotGenuine);
        }
    }

    [Fact]
    public void Commands_without_data_advance_the_counter_too()
    {
        byte[] store = Convert.FromHexString("80E200000411223344");
        using var one = Opened();
        using var other = Opened();
        other.Wrap(Convert.FromHexString("80CA006600"));
        Body(one.Wrap(store)).ShouldNotBe(Body(other.Wrap(store)));
    }

    [Fact]
    public void The_longest_command_still_fits_and_one_more_byte_is_a_bug()
    {
        using var session = Opened();
        session.Wrap(Store(239)).Length.ShouldBe(5 + 240 + 8);
        Should.Throw<InvariantException>(() => session.Wrap(Store(240)));
    }

    [Fact]
    public void Nothing_is_wrapped_before_the_channel_is_open()
    {
        var answer = InitializeUpdateAnswer.Parse(Answer).Value;
        using var session = Scp03Session.Open(Keys, Challenge, answer).Value;
        Should.Throw<InvariantException>(() => session.Wrap(Store(1)));
        session.ExternalAuthenticate(Scp03Session.LevelMac);
        Should.Throw<InvariantException>(() => session.ExternalAuthenticate(Scp03Session.LevelMac));
    }

    [Fact]
    public void At_the_mac_level_the_data_stays_clear()
    {
        using var session = Opened(Scp03Session.LevelMac);
        Convert.ToHexString(session.Wrap(Convert.FromHexString("80E200000411223344")))
            .ShouldStartWith("84E200000C11223344");
    }

    [Fact]
    public void Sensitive_data_goes_in_whole_blocks_only()
    {
        Should.Throw<InvariantException>(() => SensitiveData.Encrypt(Keys.Dek, new byte[8]));
        SensitiveData.Encrypt(Keys.Dek, new byte[48]).Length.ShouldBe(48);
    }

    private static Scp03Session Opened(byte level = Scp03Session.LevelMacEnc)
    {
        var session = Scp03Session.Open(Keys, Challenge, InitializeUpdateAnswer.Parse(Answer).Value).Value;
        session.ExternalAuthenticate(level);
        return session;
    }

    private static byte[] Store(int length) => [0x80, 0xE2, 0, 0, (byte)length, .. new byte[length]];

    private static byte[] Body(byte[] wrapped) => wrapped[5..^8];
}
