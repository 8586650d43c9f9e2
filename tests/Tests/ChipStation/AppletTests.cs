using KioskSuite.Issuance.Crypto;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

public sealed class AppletTests
{
    private const ushort Ok = 0x9000;
    private static readonly byte[] s_key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");

    [Fact]
    public void Keys_that_agree_with_their_check_values_make_a_payment_application() =>
        Filled(s_key, KeyCheckValue.TripleDes(s_key)).Finish().ShouldBe(Ok);

    [Fact]
    public void Keys_that_differ_from_their_check_values_are_refused() =>
        Filled(s_key, [1, 2, 3]).Finish().ShouldBe((ushort)0x6A80);

    [Fact]
    public void A_key_of_two_equal_halves_is_refused_and_does_not_throw() =>
        Filled(Convert.FromHexString("0123456789ABCDEF0022446688AACCEE"), [1, 2, 3]).Finish().ShouldBe((ushort)0x6A80);

    [Theory]
    [InlineData(0x0101, "5A00", 0x6A80)]
    [InlineData(0x0101, "7000", 0x9000)]
    [InlineData(0x9104, "82021C00", 0x6A80)]
    [InlineData(0x9102, "70", 0x6A80)]
    [InlineData(0x8000, "00", 0x6A80)]
    [InlineData(0xA001, "00", 0x6A88)]
    [InlineData(0x1F01, "7000", 0x6A88)]
    public void Only_groupings_of_the_right_shape_are_stored(int tag, string value, int status) =>
        new Applet([1, 2, 3, 4, 5], pays: true).Store((ushort)tag, Convert.FromHexString(value), encrypted: false)
            .ShouldBe((ushort)status);

    [Fact]
    public void An_application_without_its_data_is_not_finished() =>
        new Applet([1, 2, 3, 4, 5], pays: false).Finish().ShouldBe((ushort)0x6985);

    [Fact]
    public void Keys_in_clear_are_refused() =>
        new Applet([1, 2, 3, 4, 5], pays: true).Store(0x8000, new byte[48], encrypted: false).ShouldBe((ushort)0x6A80);

    private static Applet Filled(byte[] key, byte[] check)
    {
        var applet = new Applet([1, 2, 3, 4, 5], pays: true);
        applet.Store(0x8000, [.. key, .. key, .. key], encrypted: true).ShouldBe(Ok);
        applet.Store(0x9000, [.. check, .. check, .. check], encrypted: false).ShouldBe(Ok);
        applet.Store(0x9104, Convert.FromHexString("82021C00940408010100"), encrypted: false).ShouldBe(Ok);
        applet.Store(0x9102, Convert.FromHexString("A5035001AA"), encrypted: false).ShouldBe(Ok);
        return applet;
    }
}
