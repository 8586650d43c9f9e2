using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Blanks;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Tests.Issuance;

public sealed class AppletScriptTests
{
    [Theory]
    [InlineData(GroupPadding.None, 16, 16)]
    [InlineData(GroupPadding.Always, 16, 24)]
    [InlineData(GroupPadding.Always, 13, 16)]
    [InlineData(GroupPadding.WhenNeeded, 16, 16)]
    [InlineData(GroupPadding.WhenNeeded, 13, 16)]
    [InlineData(GroupPadding.FilledWithOnes, 16, 24)]
    [InlineData(GroupPadding.FilledWithOnes, 13, 16)]
    public void An_encrypted_grouping_is_padded_by_its_own_rule(GroupPadding padding, int length, int sent)
    {
        using var session = Open(SecurityLevel.CommandMac);
        var group = new PreparedGroup(0x8201, new byte[length], Encrypted: true, padding);
        var store = Script(session, group)[1];
        Dgi.Parse(store.Data).Value.Single().Value.Length.ShouldBe(sent);
        store.P1.ShouldBe((byte)0xE0);
    }

    [Fact]
    public void A_value_that_is_no_whole_blocks_needs_a_rule()
    {
        using var session = Open(SecurityLevel.CommandMac);
        Should.Throw<InvariantException>(
            () => Script(session, new PreparedGroup(0x8010, new byte[9], Encrypted: true, GroupPadding.None)));
    }

    [Theory]
    [InlineData(SecurityLevel.CommandMac, 247)]
    [InlineData(SecurityLevels.MacEnc, 239)]
    public void A_long_grouping_goes_on_in_the_next_block(SecurityLevel level, int block)
    {
        using var session = Open(level);
        var stores = Script(session, new PreparedGroup(0x0101, new byte[600])).Skip(1).ToList();
        stores.Select(s => s.Data.Length).ShouldBe([block, block, 605 - 2 * block]);
        stores.Select(s => s.P2).ShouldBe([(byte)0, (byte)1, (byte)2]);
        stores.Select(s => s.P1).ShouldBe([(byte)0, (byte)0, (byte)0x80]);
        Dgi.Parse(stores.SelectMany(s => s.Data.ToArray()).ToArray()).Value.Single().Value.Length.ShouldBe(600);
    }

    [Fact]
    public void Blocks_expect_an_answer_only_where_it_carries_a_MAC()
    {
        using var bare = Open(SecurityLevel.CommandMac);
        Script(bare, new PreparedGroup(0x0101, new byte[1]))[1].Expected.ShouldBeNull();
        using var answered = ChannelSamples.Scp03(ChannelSamples.TestKeys(KeyAlgorithm.Aes), 0x60);
        answered.ExternalAuthenticate(SecurityLevels.All);
        Script(answered, new PreparedGroup(0x0101, new byte[1]))[1].Expected.ShouldBe(256);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("E3134F08A0000001510000009F70010FC5039EFE80", 1)]
    [InlineData("E30B4F05A0000000019F700107E30C4F05A0000000029F70020F00", 2)]
    public void Registry_entries_are_read(string hex, int entries) =>
        CardRegistry.Parse(Convert.FromHexString(hex)).Value.Count.ShouldBe(entries);

    [Theory]
    [InlineData("E3")]
    [InlineData("E3044F02A000")]
    [InlineData("E3074F05A000000001")]
    [InlineData("E40B4F05A0000000019F700107")]
    [InlineData("E30A4F05A0000000019F7000")]
    public void Anything_else_is_garbage(string hex) =>
        CardRegistry.Parse(Convert.FromHexString(hex)).Failure!.Fault.ShouldBe(DeviceFault.Garbage);

    [Theory]
    [InlineData("664C734A06072A864886FC6B01600C060A2A864886FC6B02020101630906072A864886FC6B03640B06092A864886FC6B040215"
        + "650B06092B8510864864020103660C060A2B060104012A026E0102", 0x15)]
    [InlineData("660F730D640B06092A864886FC6B040370", null)]
    [InlineData("", null)]
    [InlineData("66", null)]
    public void Recognition_data_say_which_SCP02_it_is(string hex, int? i) =>
        CardRecognition.Scp02I(Convert.FromHexString(hex)).ShouldBe((byte?)i);

    private static SecureChannelSession Open(SecurityLevel level)
    {
        var session = ChannelSamples.Scp02(ChannelSamples.TestKeys());
        session.ExternalAuthenticate(level);
        return session;
    }

    private static List<CommandApdu> Script(SecureChannelSession session, params PreparedGroup[] groups) =>
        [.. AppletScript.Of(new PreparedApplet(new byte[5], groups), session).Select(c => CommandApdu.Parse(c).Value)];
}
