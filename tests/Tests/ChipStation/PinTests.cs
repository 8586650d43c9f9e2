using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

/// <summary>VERIFY and its try counter on the finished card.</summary>
public sealed class PinTests
{
    private const string Right = "241234FFFFFFFFFF";
    private const string Wrong = "241235FFFFFFFFFF";

    [Fact]
    public void Three_wrong_PINs_block_it_for_the_right_one_too_and_after_a_reset()
    {
        using var bench = new PaymentBench();
        bench.Start();
        Verify(bench, Wrong).ShouldBe((ushort)0x63C2);
        Verify(bench, Right).ShouldBe(PaymentBench.Ok);
        bench.Data(0x9F17).ShouldBe([3]);
        Verify(bench, Wrong).ShouldBe((ushort)0x63C2);
        Verify(bench, Wrong).ShouldBe((ushort)0x63C1);
        bench.Chip.Reset();
        bench.Start();
        Verify(bench, Wrong).ShouldBe((ushort)0x63C0);
        Verify(bench, Right).ShouldBe((ushort)0x6983);
        bench.Data(0x9F17).ShouldBe([0]);
        bench.Ask([0x80, 0xAE, 0x80, 0], PaymentBench.First).Data[^5..^1].ShouldBe(new byte[] { 3, 0xA6, 0x40, 0 });
    }

    [Theory]
    [InlineData("241234FFFFFFFFF0", 0x6A80)]
    [InlineData("041234FFFFFFFFFF", 0x6A80)]
    [InlineData("241234", 0x6700)]
    public void A_block_of_a_wrong_shape_costs_no_try(string block, int status)
    {
        using var bench = new PaymentBench();
        bench.Start();
        Verify(bench, block).ShouldBe((ushort)status);
        bench.Data(0x9F17).ShouldBe([3]);
    }

    [Fact]
    public void A_PIN_cannot_be_tried_outside_a_transaction_or_without_contact()
    {
        using var bench = new PaymentBench();
        bench.Select();
        Verify(bench, Right).ShouldBe((ushort)0x6985);
        bench.GoOnline();
        Verify(bench, Right).ShouldBe((ushort)0x6985);
        bench.Tap("26800000");
        bench.Ask([0, 0x20, 0, 0x80], Convert.FromHexString(Right), CardInterface.Contactless).Status
            .ShouldBe((ushort)0x6985);
    }

    [Fact]
    public void A_card_without_an_offline_PIN_says_so()
    {
        using var bench = new PaymentBench(change: groups => groups.Remove(0x8010));
        bench.Start();
        Verify(bench, Right).ShouldBe((ushort)0x6A88);
    }

    [Fact]
    public void A_PIN_blocked_by_a_faulty_personaliser_is_blocked()
    {
        using var bench = new PaymentBench(new PaymentFlaws { PinBlocked = true });
        bench.Start();
        Verify(bench, Right).ShouldBe((ushort)0x6983);
    }

    private static ushort Verify(PaymentBench bench, string block) =>
        bench.Ask([0, 0x20, 0, 0x80], Convert.FromHexString(block)).Status;
}
