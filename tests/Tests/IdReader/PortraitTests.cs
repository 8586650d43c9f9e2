using KioskSuite.Devices;
using KioskSuite.IdReader.Sdt;
using KioskSuite.KioskInABox.IdReader;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.Tests.IdReader;

public sealed class PortraitTests
{
    private static readonly SeededDocument Document = new(
        "foreign2023", "911124198108030024", "证件样本/ZHENGJIAN,YANGBEN", "2", "CAN", "19810803", "", "", "20231201",
        "20331201");

    [Fact]
    public void The_simulated_card_gives_a_grey_jpeg_that_fits()
    {
        var jpeg = Portrait();

        jpeg.Length.ShouldBeLessThanOrEqualTo(1016);
        var frame = jpeg.AsSpan().IndexOf(Convert.FromHexString("FFC0"));
        string[] sizes = ["08005A004801", "080052004201", "08004B003C01", "08003C003001"];
        sizes.ShouldContain(Convert.ToHexString(jpeg, frame + 4, 6), "8 bits, height, width, one component");
    }

    [Fact]
    public void A_foreign_card_is_simulated_with_both_names_and_nationality()
    {
        var card = SdtTextRecord.Parse(SimulatedCard.TextOf(Document).Build()).Value;

        (card.Name, card.LatinName, card.Nationality).ShouldBe(("证件样本", "ZHENGJIAN,YANGBEN", "CAN"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1016)]
    public void Every_length_that_fits_is_decoded(int length)
    {
        byte[] jpeg = [0xFF, 0xD8, .. new byte[length - 4], 0xFF, 0xD9];

        new TaggedPortraitDecoder().Decode(new TaggedPhoto(jpeg).Build()).Value.Jpeg.ShouldBe(jpeg);
    }

    [Theory]
    [InlineData(0, 76)]
    [InlineData(3, 50)]
    [InlineData(4, 1)]
    [InlineData(4, 255)]
    [InlineData(6, 4)]
    [InlineData(8, 0)]
    public void Any_other_block_is_no_portrait(int offset, byte value)
    {
        var block = new TaggedPhoto(Portrait()).Build();
        block[offset] = value;

        new TaggedPortraitDecoder().Decode(block).Failure!.Fault.ShouldBe(DeviceFault.NoPortrait);
    }

    [Fact]
    public void Empty_short_and_unknown_blocks_are_no_portrait()
    {
        foreach (var block in new[] { [], "KSP1"u8.ToArray(), SdtVectors.Photo, new byte[1024] })
        {
            new TaggedPortraitDecoder().Decode(block).Failure!.Fault.ShouldBe(DeviceFault.NoPortrait);
            new NoPortraitDecoder().Decode(block).Failure!.Fault.ShouldBe(DeviceFault.NoPortrait);
        }
    }

    private static byte[] Portrait()
    {
        var answer = SdtReadAnswer.Parse(SimulatedCard.Read(Document, withPrints: false), withPrints: false)!.Value;
        return new TaggedPortraitDecoder().Decode(answer.Photo.Span).Value.Jpeg;
    }
}
