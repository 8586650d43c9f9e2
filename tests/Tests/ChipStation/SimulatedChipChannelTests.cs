using FsCheck;
using FsCheck.Fluent;

namespace KioskSuite.Tests.ChipStation;

public sealed class SimulatedChipChannelTests
{
    [Fact]
    public void One_flipped_bit_in_any_wrapped_command_is_refused_and_ends_the_channel()
    {
        var length = CardBench.Script(CardBench.Blank()).Count;
        var flips = from at in Gen.Choose(0, length - 1) from bit in Gen.Choose(0, int.MaxValue) select (at, bit);
        Prop.ForAll(flips.ToArbitrary(), flip =>
        {
            var chip = CardBench.Blank();
            var script = CardBench.Script(chip);
            for (var i = 0; i < flip.at; i++)
            {
                CardBench.StatusOf(chip.Transmit(script[i].Apdu)).ShouldBe((ushort)0x9000);
            }

            var good = script[flip.at].Apdu.ToArray();
            var bad = good.ToArray();
            var protectedBits = (5 + bad[4]) * 8;
            var bit = flip.bit % protectedBits;
            bad[bit / 8] ^= (byte)(1 << (bit % 8));

            CardBench.StatusOf(chip.Transmit(bad)).ShouldNotBe((ushort)0x9000);
            CardBench.StatusOf(chip.Transmit(good)).ShouldNotBe((ushort)0x9000);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void A_wrong_host_cryptogram_is_6300_and_ten_of_them_lock_the_card()
    {
        var chip = CardBench.Blank();
        for (var attempt = 0; attempt < 10; attempt++)
        {
            CardBench.InitializeUpdate(chip);
            chip.Send("848203001000000000000000000000000000000000").ShouldBe((ushort)0x6300);
        }

        chip.Send("8050000008010203040506070800").ShouldBe((ushort)0x6983);
    }

    [Fact]
    public void A_wrong_MAC_on_EXTERNAL_AUTHENTICATE_is_6988()
    {
        var chip = CardBench.Blank();
        var authenticate = CardBench.Script(chip)[0].Apdu.ToArray();
        authenticate[^1] ^= 1;

        CardBench.StatusOf(chip.Transmit(authenticate)).ShouldBe((ushort)0x6988);
    }

    [Fact]
    public void A_plain_command_ends_an_open_channel()
    {
        var chip = CardBench.Blank();
        var script = CardBench.Script(chip);
        chip.Transmit(script[0].Apdu);

        chip.Send("80CA9F7F00").ShouldBe((ushort)0x6982);
        CardBench.StatusOf(chip.Transmit(script[1].Apdu)).ShouldBe((ushort)0x6982);
    }

    [Fact]
    public void A_reset_ends_an_open_channel()
    {
        var chip = CardBench.Blank();
        var script = CardBench.Script(chip);
        chip.Transmit(script[0].Apdu);
        chip.Reset();

        CardBench.StatusOf(chip.Transmit(script[1].Apdu)).ShouldBe((ushort)0x6982);
    }

    [Fact]
    public void Nothing_is_written_without_a_channel()
    {
        var chip = CardBench.Blank();

        chip.Send("80E62000140000" + "0E" + "315041592E5359532E4444463031" + "000000").ShouldBe((ushort)0x6982);
        chip.Send("80E2800003910200").ShouldBe((ushort)0x6982);
    }

    [Fact]
    public void Any_commands_in_any_order_are_answered_and_never_throw()
    {
        var chip = CardBench.Blank();
        var known = Gen.Elements<byte>(0x00, 0x80, 0x84, 0xA4, 0xCA, 0x50, 0x82, 0xE6, 0xE2, 0xA8, 0xB2, 0xAE);
        var any = from bytes in Gen.ArrayOf(Gen.Choose(0, 255)) select bytes.Select(b => (byte)b).ToArray();
        var headed = from cla in Gen.Elements<byte>(0x00, 0x80, 0x84)
                     from ins in known
                     from p1 in Gen.Elements<byte>(0, 4, 3, 0x20, 0x80, 0x40)
                     from p2 in Gen.Elements<byte>(0, 0x0C)
                     from body in any
                     select (byte[])[cla, ins, p1, p2, (byte)body.Length, .. body.Take(255)];
        Prop.ForAll(
            Gen.OneOf(any, headed).ToArbitrary(),
            bytes => chip.Transmit(bytes).Length.ShouldBeGreaterThanOrEqualTo(2))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithEndSize(300));
    }
}
