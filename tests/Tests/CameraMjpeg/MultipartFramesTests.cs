using System.Runtime.InteropServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Camera.Mjpeg;

namespace KioskSuite.Tests.CameraMjpeg;

public sealed class MultipartFramesTests
{
    private const int Largest = 64 * 1024;

    private static readonly byte[] Three =
        [.. Pictures.Part(1), .. Pictures.Part("", Pictures.Jpeg(2)), .. Pictures.Part(3, 9000)];

    [Fact]
    public void A_part_is_built_as_the_RFC_shows_it() => Encoding.Latin1
        .GetString(MultipartHead.BuildPart(new("b"), [0xFF, 0xD8, 0xFF, 0xD9]))
        .ShouldBe("--b\r\nContent-Type: image/jpeg\r\nContent-Length: 4\r\n\r\n\u00FF\u00D8\u00FF\u00D9\r\n");

    [Theory]
    [InlineData("multipart/x-mixed-replace; boundary=frame", "frame")]
    [InlineData("multipart/x-mixed-replace;boundary=--frame", "frame")]
    [InlineData("Multipart/X-Mixed-Replace; charset=x; Boundary=\"--a b\"", null)]
    [InlineData("multipart/x-mixed-replace; boundary=\"----:a/b\"", ":a/b")]
    [InlineData("multipart/x-mixed-replace; boundary=", null)]
    [InlineData("multipart/x-mixed-replace; boundary=----", null)]
    [InlineData("multipart/x-mixed-replace; boundary=a; boundary=b", null)]
    [InlineData("multipart/x-mixed-replace", null)]
    [InlineData("multipart/form-data; boundary=frame", null)]
    [InlineData("image/jpeg", null)]
    [InlineData("", null)]
    public void The_boundary_is_found_quoted_or_not_with_dashes_or_without(string contentType, string? name) =>
        MultipartBoundary.Parse(contentType)?.Name.ShouldBe(name);

    [Fact]
    public void A_boundary_longer_than_the_RFC_allows_is_none()
    {
        MultipartBoundary.Parse("multipart/x-mixed-replace; boundary=" + new string('b', 70)).ShouldNotBeNull();
        MultipartBoundary.Parse("multipart/x-mixed-replace; boundary=" + new string('b', 71)).ShouldBeNull();
        MultipartBoundary.Parse(Pictures.Boundary.ContentType).ShouldBe(Pictures.Boundary);
    }

    [Fact]
    public void Any_split_of_the_bytes_gives_the_same_pictures() => Prop
        .ForAll<byte[]>(cuts => Same(Feed(Three, cuts).Pictures, [1, 2, 3]))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_split_of_damaged_bytes_gives_the_same_pictures_and_the_same_end() => Prop
        .ForAll<byte[], byte[], byte[]>((where, what, cuts) =>
        {
            var bytes = Three.ToArray();
            foreach (var (at, value) in where.Zip(what))
            {
                bytes[at * 7 % bytes.Length] = value;
            }

            var (whole, cut) = (Feed(bytes, []), Feed(bytes, cuts));
            return cut.Room && whole.Last == cut.Last && whole.Pictures.Zip(cut.Pictures, Same).All(same => same)
                && whole.Pictures.Count == cut.Pictures.Count;
        })
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("--frame")]
    [InlineData("frame")]
    [InlineData("----frame  ")]
    public void The_delimiter_counts_whatever_its_dashes(string delimiter)
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes($"\r\n{delimiter}\r\n\r\n"), .. Pictures.Jpeg(5)];
        Same(Feed(bytes, [3]).Pictures, [5]).ShouldBeTrue();
    }

    [Fact]
    public void A_picture_is_whole_without_waiting_for_the_next_delimiter()
    {
        var part = Pictures.Part("", Pictures.Jpeg(6));
        Same(Feed(part[..^2], []).Pictures, [6]).ShouldBeTrue("the line break behind it is not needed");
        Feed(part[..^3], []).Pictures.ShouldBeEmpty();
    }

    [Fact]
    public void Padding_is_taken_inside_and_outside_the_length_and_the_end_is_told()
    {
        var jpeg = Pictures.Jpeg(7);
        var padded = Pictures.Part($"Content-Length: {jpeg.Length + 1000}\r\n", [.. jpeg, .. new byte[1000]]);
        var outside = Pictures.Part("", [.. jpeg, .. new byte[1000]]);
        var fed = Feed([.. padded, .. outside, .. "--frame--\r\n"u8], [200]);
        Same(fed.Pictures, [7, 7]).ShouldBeTrue();
        fed.Last.ShouldBe(MultipartScan.End);
    }

    [Fact]
    public void Pictures_one_after_the_other_are_cut_apart()
    {
        byte[] bytes = [.. Pictures.Jpeg(1), .. Pictures.Jpeg(2), 0, 0, .. Pictures.Jpeg(3)];
        Same(Feed(bytes, [50], null).Pictures, [1, 2, 3]).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_ends_the_parsing_in_bounded_memory(string what, byte[] bytes)
    {
        foreach (byte[] cuts in new byte[][] { [], [0], [200, 3] })
        {
            var fed = Feed([.. Pictures.Part(1), .. bytes], cuts);
            fed.Last.ShouldBe(MultipartScan.Bad, what);
            fed.Pictures.Count.ShouldBeLessThanOrEqualTo(2, what);
            fed.Most.ShouldBeLessThanOrEqualTo(Largest + (8 * 1024), what);
        }
    }

    public static TheoryData<string, byte[]> Impossible()
    {
        var jpeg = Pictures.Jpeg(2);
        byte[] Told(string length) => Pictures.Part($"Content-Length: {length}\r\n", jpeg);
        return new()
        {
            { "endless delimiter", [.. Enumerable.Repeat((byte)'-', 5000)] },
            { "endless blank lines", [.. Enumerable.Repeat((byte)'\n', 5000)] },
            { "endless header", [.. "--frame\r\nX: "u8, .. Enumerable.Repeat((byte)'x', 5000)] },
            { "endless headers", [.. "--frame\r\n"u8, .. Repeated("A: b\r\n", 900)] },
            { "another delimiter", "--other\r\n\r\n"u8.ToArray() },
            { "no header", Pictures.Part("nonsense\r\n", jpeg) },
            { "length too short", Told($"{jpeg.Length - 1}") },
            { "length of half", Told($"{jpeg.Length / 2}") },
            { "length too long", [.. Told($"{jpeg.Length + 12}"), .. Pictures.Part(3)] },
            { "length much too long", [.. Told($"{jpeg.Length + 2000}"), .. Pictures.Part(3)] },
            { "negative length", Told("-1") },
            { "no number", Told("1e3") },
            { "zero length", Told("0") },
            { "huge length", Told("999999999") },
            { "length beyond any number", Told("99999999999999999999") },
            { "length twice", Pictures.Part("Content-Length: 9\r\nContent-Length: 9\r\n", jpeg) },
            { "another type", Pictures.Part("Content-Type: image/png\r\n", jpeg) },
            { "another picture", Pictures.Part("", [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]) },
            { "missing end", [.. Pictures.Part("", jpeg[..^2]), .. Pictures.Part(3)] },
            { "picture without end", Pictures.Part("", [.. jpeg[..^2], .. new byte[Largest]]) },
            { "segment of no length", Pictures.Part("", [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]) },
            { "only an end", Pictures.Part("", [0xFF, 0xD8, 0xFF, 0xD9]) },
            { "endless padding", Pictures.Part("", [.. jpeg, .. new byte[1100]]) },
        };
    }

    private static byte[] Repeated(string line, int times) =>
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, times)));

    private static bool Same(List<byte[]> pictures, int[] numbers) => pictures.Count == numbers.Length
        && pictures.Zip(numbers).All(p => Same(p.First, Pictures.Jpeg(p.Second, p.First.Length > 9000 ? 9000 : 40)));

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);

    private static Fed Feed(byte[] stream, byte[] cuts) => Feed(stream, cuts, Pictures.Boundary);

    // Cuts come around again and again; each is the length of a piece, 1 to 256 bytes.
    private static Fed Feed(byte[] stream, byte[] cuts, MultipartBoundary? boundary)
    {
        var parser = new MultipartParser(boundary, Largest, 4096);
        var fed = new Fed([], MultipartScan.NeedMore, true, 0);
        for (var (at, turn) = (0, 0); at < stream.Length && fed is { Last: MultipartScan.NeedMore, Room: true }; turn++)
        {
            var cut = cuts.Length == 0 ? stream.Length : cuts[turn % cuts.Length] + 1;
            var piece = stream.AsSpan(at, Math.Min(Math.Min(cut, stream.Length - at), parser.Free.Length));
            piece.CopyTo(parser.Free.Span);
            parser.Advance(piece.Length);
            at += piece.Length;
            var scan = parser.Next(out var jpeg);
            for (; scan == MultipartScan.Picture; scan = parser.Next(out jpeg))
            {
                fed.Pictures.Add(jpeg.ToArray());
            }

            MemoryMarshal.TryGetArray<byte>(parser.Free, out var free);
            fed = fed with { Last = scan, Room = free.Count > 0, Most = Math.Max(fed.Most, free.Array!.Length) };
        }

        return fed;
    }

    private sealed record Fed(List<byte[]> Pictures, MultipartScan Last, bool Room, int Most);
}
