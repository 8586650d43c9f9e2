using System.Security.Cryptography;
using KioskSuite.IdReader.Sdt;

namespace KioskSuite.Tests.IdReader;

public sealed class SdtFramesTests
{
    public static TheoryData<string, string> Requests() =>
        [.. SdtVectors.Lines.Where(l => l.StartsWith("REQ ", StringComparison.Ordinal)).Select(l => l.Split(' '))
            .Select(p => (p[1], p[2]))];

    public static TheoryData<string> Responses() =>
        [.. SdtVectors.Lines.Where(l => l.StartsWith("RSP ", StringComparison.Ordinal)).Select(l => l.Split(' ')[^1])];

    [Theory]
    [MemberData(nameof(Requests))]
    public void Every_request_is_built_and_parsed_as_published(string name, string hex)
    {
        var body = SdtVectors.OneBody(Convert.FromHexString(hex), SdtRequest.HeadLength);
        var request = SdtRequest.Parse(body)!.Value;

        Enum.IsDefined(request.Command).ShouldBeTrue(name);
        Convert.ToHexString(request.Build()).ShouldBe(hex);
    }

    [Theory]
    [InlineData("reset", SdtCommand.ResetSam)]
    [InlineData("status", SdtCommand.SamStatus)]
    [InlineData("samid", SdtCommand.SamId)]
    [InlineData("find", SdtCommand.Find)]
    [InlineData("select", SdtCommand.Select)]
    [InlineData("base", SdtCommand.ReadTextAndPhoto)]
    [InlineData("newaddr", SdtCommand.ReadNewAddress)]
    [InlineData("base+fp", SdtCommand.ReadWithFingerprints)]
    internal void A_command_has_the_published_bytes(string name, SdtCommand command) =>
        SdtVectors.Lines.ShouldContain($"REQ {name} {Convert.ToHexString(new SdtRequest(command).Build())}");

    [Theory]
    [MemberData(nameof(Responses))]
    public void Every_status_is_known_and_goes_both_ways(string hex)
    {
        var response = SdtResponse.Parse(SdtVectors.OneBody(Convert.FromHexString(hex)))!.Value;

        Enum.IsDefined(response.Status).ShouldBeTrue();
        Convert.ToHexString(response.Build()).ShouldBe(hex);
    }

    [Theory]
    [InlineData("0500030003D7340140E201003538D08B", "05.03-20240131-0000123456-2345678901")]
    [InlineData("050001008D153401FFFFFFFF07000000", "05.01-20190605-4294967295-0000000007")]
    [InlineData("03001500010000000100000001000000", "03.21-1-0000000001-0000000001")]
    public void The_number_of_a_module_is_unsigned(string hex, string text)
    {
        var id = SdtSamId.Parse(Convert.FromHexString(hex))!.Value;

        id.ToString().ShouldBe(text);
        Convert.ToHexString(id.Build()).ShouldBe(hex);
        SdtSamId.Parse(new byte[15]).ShouldBeNull();
    }

    [Theory]
    [InlineData("resident")]
    [InlineData("resident-longterm")]
    [InlineData("J")]
    [InlineData("I")]
    [InlineData("Y")]
    public void Whole_read_answers_have_the_published_length_checksum_and_hash(string layout)
    {
        Check(layout, "base", null);
        Check(layout, "base+fp", SdtVectors.Prints);
        Check(layout, "nofp", []);
    }

    [Fact]
    public void A_new_address_goes_both_ways()
    {
        var hex = SdtVectors.Lines.Single(l => l.StartsWith("NEWADDR ", StringComparison.Ordinal)).Split(' ')[1];
        var response = SdtResponse.Parse(SdtVectors.OneBody(Convert.FromHexString(hex)))!.Value;

        response.Status.ShouldBe(SdtStatus.Done);
        response.Data.Length.ShouldBe(70);
        Convert.ToHexString(response.Build()).ShouldBe(hex);
    }

    [Theory]
    [InlineData("01000400", 1280, true)]
    [InlineData("01000400", 1279, false)]
    [InlineData("01000400", 1281, false)]
    [InlineData("01000000", 256, true)]
    [InlineData("01000401", 1281, false)]
    [InlineData("00FF0400", 1279, false)]
    [InlineData("FFFFFFFF", 1280, false)]
    [InlineData("0100", 0, false)]
    public void Lengths_of_a_read_answer_are_used_and_not_assumed(string head, int rest, bool good)
    {
        byte[] data = [.. Convert.FromHexString(head), .. new byte[rest]];

        SdtReadAnswer.Parse(data, withPrints: false).HasValue.ShouldBe(good);
    }

    [Fact]
    public void Frames_print_no_payload()
    {
        var data = new SdtReadAnswer(SdtVectors.Text("resident"), SdtVectors.Photo).Build();

        new SdtResponse(0, SdtStatus.Done, data).ToString().ShouldBe("Done, card 0000, 1284 bytes");
        SdtReadAnswer.Parse(data, withPrints: false).ToString().ShouldBe("text, photo of 1024 bytes");
    }

    private static void Check(string layout, string command, byte[]? prints)
    {
        var expected = SdtVectors.Answer(layout, command);
        var text = SdtVectors.Text(layout);
        var built = new SdtReadAnswer(
            text, SdtVectors.Photo, prints is null ? default(ReadOnlyMemory<byte>?) : prints.AsMemory());
        var frame = new SdtResponse(0, SdtStatus.Done, built.Build()).Build();

        frame.Length.ShouldBe(int.Parse(expected[2]));
        Convert.ToHexString(frame).ShouldStartWith(expected[4]);
        frame[^1].ShouldBe(Convert.ToByte(expected[6], 16));
        if (expected.Length > 7)
        {
            Convert.ToHexStringLower(SHA256.HashData(frame)).ShouldBe(expected[8]);
        }

        var response = SdtResponse.Parse(SdtVectors.OneBody(frame))!.Value;
        var parsed = SdtReadAnswer.Parse(response.Data, prints is not null)!.Value;
        parsed.Text.ToArray().ShouldBe(text);
        parsed.Photo.ToArray().ShouldBe(SdtVectors.Photo);
        parsed.Prints?.ToArray().ShouldBe(prints);
    }
}
