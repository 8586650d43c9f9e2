using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.Pins;

namespace KioskSuite.Tests.Issuance.Crypto;

public sealed class PinBlockTests
{
    private const string Pan = "6212345678901234569";

    [Theory]
    [InlineData("123")]
    [InlineData("1234567890123")]
    [InlineData("12a4")]
    [InlineData("12３4")]
    public void What_is_no_PIN_is_refused(string text) => Pin.Parse(text).Failed.ShouldBeTrue();

    [Fact]
    public void A_PIN_is_not_printed()
    {
        using var pin = Pin.Parse("4921").Value;
        $"{pin}".ShouldNotContain("4");
    }

    [Fact]
    public void A_disposed_PIN_is_zeros()
    {
        var pin = Pin.Parse("4921").Value;
        pin.Dispose();
        pin.Digits.ToArray().ShouldBe(new byte[4]);
    }

    [Fact]
    public void Random_filler_hides_that_two_PINs_are_equal()
    {
        using var pin = Pin.Parse("4921").Value;
        var blocks = Enumerable.Range(0, 8).Select(_ => Convert.ToHexString(PinBlock.Format3(pin, Pan))).ToList();
        blocks.Distinct().Count().ShouldBeGreaterThan(1);
        foreach (var block in blocks)
        {
            using var read = PinBlock.ReadFormat3(Convert.FromHexString(block), Pan).Value;
            read.SameAs(pin).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_block_of_another_card_is_refused()
    {
        using var pin = Pin.Parse("4921").Value;
        PinBlock.ReadFormat0(PinBlock.Format0(pin, Pan), "6212345678000004569").Failed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("4012345678909")]
    [InlineData("6212345678901234569")]
    [InlineData("12345678901")]
    public void Format_4_opens_only_for_its_own_card(string pan)
    {
        using var key = AesKey.Import(Convert.FromHexString("C1D0F8FB4958670DBA40AB1F3752EF0D"));
        using var pin = Pin.Parse("492100").Value;
        var block = PinBlock4.Encipher(key, pin, pan);
        block.ShouldNotBe(PinBlock4.Encipher(key, pin, pan));
        using var read = PinBlock4.Decipher(key, block, pan).Value;
        read.SameAs(pin).ShouldBeTrue();
        PinBlock4.Decipher(key, block, "9" + pan[1..]).Failed.ShouldBeTrue();
    }

    [Fact]
    public void Any_bytes_are_answered() => Prop.ForAll<byte[]>(bytes =>
    {
        using var key = AesKey.Import(new byte[16]);
        PinBlock.ReadFormat0(bytes, Pan);
        PinBlock.ReadFormat2(bytes);
        PinBlock.ReadFormat3(bytes, Pan);
        PinBlock4.Decipher(key, bytes, Pan);
    }).QuickCheckThrowOnFailure();
}
