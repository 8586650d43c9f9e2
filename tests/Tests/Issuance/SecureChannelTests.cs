using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Issuance.SecureChannel;

namespace KioskSuite.Tests.Issuance;

public sealed class SecureChannelTests
{
    private static byte[] Answer => Vectors.All["scp03-pysim-AES128-lvl03"].Hex("init_update_response");

    private static byte[] Challenge => Vectors.All["scp03-pysim-AES128-lvl03"].Hex("host_challenge");

    private static StaticKeys Keys => ChannelVectorTests.KeysOf(Vectors.All["scp03-pysim-AES128-lvl03"], isAes: true);

    private static ChannelOptions Options => ChannelVectorTests.OptionsOf(Vectors.All["scp03-pysim-AES128-lvl03"]);

    public static TheoryData<string> Sessions =>
        [.. Vectors.All.Values.Where(v => v.TryGetProperty("ext_auth_apdu", out _)).Select(v => v.Text("id"))];

    [Fact]
    public void Any_bytes_are_an_answer_or_garbage() => Prop.ForAll<byte[]>(bytes =>
    {
        var parsed = InitializeUpdateAnswer.Parse(bytes);
        return parsed.Ok ? bytes.Length is 28 or 29 or 32 or 45 or 48 : parsed.Failure!.Fault == DeviceFault.Garbage;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Every_cut_or_longer_answer_is_garbage(string id)
    {
        var whole = Vectors.All[id].Hex("init_update_response");
        for (var length = 0; length < whole.Length; length++)
        {
            InitializeUpdateAnswer.Parse(whole.AsMemory(0, length)).Ok.ShouldBeFalse();
        }

        InitializeUpdateAnswer.Parse((byte[])[.. whole, 0]).Ok.ShouldBeFalse();
    }

    [Theory]
    [InlineData(11, 1)]
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

    [Theory]
    [MemberData(nameof(Sessions))]
    public void One_changed_bit_of_challenge_or_cryptogram_is_a_chip_that_is_not_genuine(string id)
    {
        var vector = Vectors.All[id];
        var whole = vector.Hex("init_update_response");
        var isAes = whole[11] == 3;
        for (var place = (isAes ? 13 : 12) * 8; place < whole.Length * 8; place++)
        {
            var changed = whole.ToArray();
            changed[place / 8] ^= (byte)(1 << (place % 8));
            SecureChannelSession.Open(
                ChannelVectorTests.KeysOf(vector, isAes),
                vector.Hex("host_challenge"),
                InitializeUpdateAnswer.Parse(changed).Value,
                ChannelVectorTests.OptionsOf(vector))
                .Failure!.Fault.ShouldBe(DeviceFault.ChipNotGenuine, $"bit {place}");
        }
    }

    [Fact]
    public void A_pseudo_random_challenge_of_another_security_domain_is_refused()
    {
        var answer = InitializeUpdateAnswer.Parse(Answer).Value;
        var failure = SecureChannelSession.Open(Keys, Challenge, answer, ChannelOptions.Default).Failure!;
        (failure.Fault, failure.Said).ShouldBe((DeviceFault.ChipNotGenuine, "card challenge"));
    }

    [Fact]
    public void A_chip_that_speaks_another_protocol_than_its_stocks_keys_is_not_genuine()
    {
        var answer = InitializeUpdateAnswer.Parse(Answer).Value;
        SecureChannelSession.Open(ChannelSamples.TestKeys(), Challenge, answer, Options)
            .Failure!.Fault.ShouldBe(DeviceFault.ChipNotGenuine);
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

    [Theory]
    [InlineData(0x15, 0x01, 247)]
    [InlineData(0x15, 0x03, 239)]
    [InlineData(0x00, 0x01, 247)]
    [InlineData(0x60, 0x33, 239)]
    [InlineData(0x01, 0x01, 239)]
    [InlineData(0x61, 0x33, 223)]
    public void The_longest_command_still_fits_and_one_more_byte_is_a_bug(byte i, byte level, int longest)
    {
        using var session = i == 0x15
            ? ChannelSamples.Scp02(ChannelSamples.TestKeys())
            : ChannelSamples.Scp03(ChannelSamples.TestKeys(KeyAlgorithm.Aes), i);
        session.ExternalAuthenticate((SecurityLevel)level);
        session.MaxPlain.ShouldBe(longest);
        session.Wrap(Store(longest)).Length.ShouldBeInRange(5 + 240, 5 + 255);
        Should.Throw<InvariantException>(() => session.Wrap(Store(longest + 1)));
    }

    [Fact]
    public void Nothing_is_wrapped_before_the_channel_is_open()
    {
        using var session = ChannelSamples.Scp02(ChannelSamples.TestKeys());
        Should.Throw<InvariantException>(() => session.Wrap(Store(1)));
        session.ExternalAuthenticate(SecurityLevel.CommandMac);
        Should.Throw<InvariantException>(() => session.ExternalAuthenticate(SecurityLevel.CommandMac));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x02)]
    [InlineData(0x10)]
    [InlineData(0x23)]
    [InlineData(0x31)]
    [InlineData(0x41)]
    public void A_level_that_leaves_commands_open_or_that_nobody_knows_is_a_bug(byte level)
    {
        using var session = ChannelSamples.Scp02(ChannelSamples.TestKeys());
        Should.Throw<InvariantException>(() => session.ExternalAuthenticate((SecurityLevel)level));
    }

    [Theory]
    [InlineData(0x15, false, 0x03)]
    [InlineData(0x75, false, 0x13)]
    [InlineData(0x00, true, 0x03)]
    [InlineData(0x21, true, 0x13)]
    [InlineData(0x60, true, 0x33)]
    public void The_highest_level_is_what_the_parameter_i_offers(byte i, bool isAes, byte level)
    {
        using var session = isAes
            ? ChannelSamples.Scp03(ChannelSamples.TestKeys(KeyAlgorithm.Aes), i)
            : ChannelSamples.Scp02(ChannelSamples.TestKeys(), i);
        ((byte)session.Highest).ShouldBe(level);
    }

    [Fact]
    public void Without_ICV_encryption_only_the_second_MAC_differs()
    {
        using var plain = ChannelSamples.Scp02(ChannelSamples.TestKeys(), 0x05);
        using var enciphered = ChannelSamples.Scp02(ChannelSamples.TestKeys(), 0x15);
        plain.ExternalAuthenticate(SecurityLevel.CommandMac)
            .ShouldBe(enciphered.ExternalAuthenticate(SecurityLevel.CommandMac));
        plain.Wrap(Store(1)).ShouldNotBe(enciphered.Wrap(Store(1)));
    }

    [Theory]
    [InlineData("9000")]
    [InlineData("6310")]
    [InlineData("00112233445566779000")]
    [InlineData("6A8012")]
    public void An_answer_without_its_right_MAC_is_not_taken(string answer)
    {
        using var session = ChannelSamples.Scp03(ChannelSamples.TestKeys(KeyAlgorithm.Aes), 0x60);
        session.ExternalAuthenticate(SecurityLevels.All);
        session.Wrap(Store(1));
        session.Unwrap(Convert.FromHexString(answer)).Failure!.Fault.ShouldBe(DeviceFault.ChipNotGenuine);
    }

    [Fact]
    public void A_refusal_needs_no_MAC_and_an_answer_too_many_is_none()
    {
        using var session = ChannelSamples.Scp03(ChannelSamples.TestKeys(KeyAlgorithm.Aes), 0x60);
        session.ExternalAuthenticate(SecurityLevels.All);
        session.Wrap(Store(1));
        session.Unwrap(Convert.FromHexString("6A80")).Value.StatusWord.ShouldBe((ushort)0x6A80);
        session.Unwrap(Convert.FromHexString("6A80")).Ok.ShouldBeFalse();
    }

    [Fact]
    public void At_the_mac_level_the_data_stays_clear()
    {
        using var session = Opened(SecurityLevel.CommandMac);
        Convert.ToHexString(session.Wrap(Convert.FromHexString("80E200000411223344")))
            .ShouldStartWith("84E200000C11223344");
    }

    [Theory]
    [InlineData(false, 4)]
    [InlineData(false, 0)]
    [InlineData(true, 8)]
    public void Sensitive_data_goes_in_whole_blocks_only(bool isAes, int length)
    {
        using var session = isAes
            ? ChannelSamples.Scp03(ChannelSamples.TestKeys(KeyAlgorithm.Aes))
            : ChannelSamples.Scp02(ChannelSamples.TestKeys());
        Should.Throw<InvariantException>(() => session.EncryptSensitive(new byte[length]));
        session.EncryptSensitive(new byte[48]).Length.ShouldBe(48);
    }

    private static SecureChannelSession Opened(SecurityLevel level = SecurityLevels.MacEnc)
    {
        var answer = InitializeUpdateAnswer.Parse(Answer).Value;
        var session = SecureChannelSession.Open(Keys, Challenge, answer, Options).Value;
        session.ExternalAuthenticate(level);
        return session;
    }

    private static byte[] Store(int length) => [0x80, 0xE2, 0, 0, (byte)length, .. new byte[length]];

    private static byte[] Body(byte[] wrapped) => wrapped[5..^8];
}
