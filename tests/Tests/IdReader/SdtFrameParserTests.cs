using FsCheck;
using FsCheck.Fluent;
using KioskSuite.IdReader.Sdt;

namespace KioskSuite.Tests.IdReader;

public sealed class SdtFrameParserTests
{
    private static readonly byte[] Good = new SdtResponse(0, SdtStatus.Found, new byte[4]).Build();

    [Fact]
    public void Random_bytes_in_random_pieces_never_throw_and_always_leave_room() => Prop
        .ForAll<byte[], byte[]>((bytes, cuts) =>
        {
            // Marks and short lengths are sprinkled in, or random bytes would never get past the first check.
            byte[] stream = [.. bytes.SelectMany(b => b < 64 ? Good.Take(b % 9).Append(b) : [b])];
            return Feed(stream, cuts).Room;
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_frame_behind_noise_is_found_however_it_is_cut() => Prop
        .ForAll<byte[], byte[], byte[]>((noise, data, cuts) =>
        {
            var response = new SdtResponse(0x6A82, SdtStatus.Done, data);
            byte[] stream = [.. noise.Where(b => b != SdtEnvelope.Mark[1]), .. response.Build()];
            var bodies = Feed(stream, cuts).Bodies;
            return bodies.Count == 1
                && SdtResponse.Parse(bodies[0]) is { CardStatus: 0x6A82, Status: SdtStatus.Done } parsed
                && parsed.Data.Span.SequenceEqual(data);
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Requests_with_any_data_come_back() => Prop
        .ForAll<ushort, byte[]>((command, data) =>
        {
            var built = new SdtRequest((SdtCommand)command, data).Build();
            var parsed = SdtRequest.Parse(SdtVectors.OneBody(built, SdtRequest.HeadLength))!.Value;
            return (ushort)parsed.Command == command && parsed.Data.Span.SequenceEqual(data);
        })
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("AA")]
    [InlineData("AAAAAAAAAA")]
    [InlineData("AA96")]
    [InlineData("AAAA96AA9669FFFF")]
    [InlineData("AA96690003AA9669AA9669")]
    [InlineData("9669000400009094")]
    public void Noise_in_front_of_a_frame_is_skipped(string noise)
    {
        var bodies = Feed([.. Convert.FromHexString(noise), .. Good], [1]).Bodies;

        bodies.Count.ShouldBe(1);
        SdtResponse.Parse(bodies[0])!.Value.Status.ShouldBe(SdtStatus.Found);
    }

    [Fact]
    public void Any_single_changed_bit_behind_the_mark_loses_the_frame()
    {
        for (var bit = 5 * 8; bit < Good.Length * 8; bit++)
        {
            var bytes = Good.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Feed(bytes, [3]).Bodies.ShouldBeEmpty($"bit {bit}");
        }
    }

    [Theory]
    [InlineData(1295, "050A", SdtScan.BadLength)]
    [InlineData(1295, "0509", SdtScan.BadLength)]
    [InlineData(1295, "0508", SdtScan.NeedMore)]
    [InlineData(1297, "050A", SdtScan.NeedMore)]
    [InlineData(1297, "050B", SdtScan.BadLength)]
    [InlineData(2321, "090A", SdtScan.NeedMore)]
    [InlineData(2321, "090B", SdtScan.BadLength)]
    [InlineData(2321, "FFFF", SdtScan.BadLength)]
    [InlineData(9999, "090B", SdtScan.BadLength)]
    [InlineData(2321, "0003", SdtScan.BadLength)]
    [InlineData(2321, "0000", SdtScan.BadLength)]
    internal void A_length_is_refused_before_its_bytes_are_waited_for(int longest, string length, SdtScan expected)
    {
        var parser = new SdtFrameParser(SdtResponse.HeadLength, longest);
        var bytes = Convert.FromHexString("AAAAAA9669" + length);
        bytes.CopyTo(parser.Free);
        parser.Advance(bytes.Length);

        parser.Next(out _).ShouldBe(expected);
    }

    [Fact]
    public void Reset_leaves_nothing_of_a_frame_in_memory()
    {
        var parser = new SdtFrameParser(SdtResponse.HeadLength, SdtEnvelope.LongestWithPrints);
        var frame = new SdtResponse(0, SdtStatus.Done, SdtVectors.Text("resident")).Build();
        frame.CopyTo(parser.Free);
        parser.Advance(frame.Length);
        parser.Next(out var body).ShouldBe(SdtScan.Frame);

        parser.Reset(SdtEnvelope.LongestShort);

        body.ToArray().ShouldAllBe(b => b == 0);
    }

    // Cuts come around again and again; each is the length of a piece, 1 to 256 bytes.
    private static (bool Room, List<byte[]> Bodies) Feed(byte[] stream, byte[] cuts)
    {
        var parser = new SdtFrameParser(SdtResponse.HeadLength, SdtEnvelope.LongestWithPrints);
        var (room, bodies) = (true, new List<byte[]>());
        for (var (at, turn) = (0, 0); at < stream.Length && room; turn++)
        {
            var cut = cuts.Length == 0 ? stream.Length : cuts[turn % cuts.Length] + 1;
            var piece = stream.AsSpan(at, Math.Min(Math.Min(cut, stream.Length - at), parser.Free.Length));
            piece.CopyTo(parser.Free.Span);
            parser.Advance(piece.Length);
            at += piece.Length;
            for (var scan = parser.Next(out var body); scan != SdtScan.NeedMore; scan = parser.Next(out body))
            {
                if (scan == SdtScan.Frame)
                {
                    bodies.Add(body.ToArray());
                }
            }

            room = parser.Free.Length > 0;
        }

        return (room, bodies);
    }
}
