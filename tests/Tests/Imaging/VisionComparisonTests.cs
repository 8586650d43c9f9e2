using System.Numerics;
using KioskSuite.Benchmarks.Vision;
using KioskSuite.Devices;
using KioskSuite.Imaging;
using KioskSuite.Imaging.Vision;

namespace KioskSuite.Tests.Imaging;

/// <summary>Our own detection and flow beside OpenCV's, on the same pictures: a real face and rendered ones.</summary>
public sealed class VisionComparisonTests : IDisposable
{
    private const int PicturesOfOne = 12;
    private const int Smallest = PortraitFilm.Height / 5;
    private const double SameBox = 0.6;
    private const float SamePlace = 0.3f;
    private const double Most = 0.9;
    private static readonly string Cascade = new ImagingOptions().Cascade;
    private readonly IVision _managed = new VisionChoice(Cascade, null, 0).Open()!;
    private readonly IVision _openCv = new VisionChoice(Cascade, Artifacts.Shim, 1).Open()!;
    private readonly FaceBox[] _ours = new FaceBox[FaceMeasures.MostFaces];
    private readonly FaceBox[] _theirs = new FaceBox[FaceMeasures.MostFaces];

    public void Dispose()
    {
        _managed.Dispose();
        _openCv.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Both_find_the_same_faces(int person)
    {
        var (found, same) = (0, 0);
        foreach (var picture in Film(person))
        {
            var theirs = _openCv.Detect(picture, Smallest, _theirs);
            var ours = _managed.Detect(picture, Smallest, _ours);
            if (theirs == 0) continue;
            found++;
            same += ours > 0 && Overlap(_ours[0], _theirs[0]) >= SameBox ? 1 : 0;
        }

        found.ShouldBeGreaterThanOrEqualTo((int)(PicturesOfOne * Most));
        same.ShouldBeGreaterThanOrEqualTo((int)(found * Most));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Both_follow_points_to_the_same_places(int person)
    {
        var film = Film(person);
        var (both, same, asked) = (0, 0, 0);
        for (var i = 1; i < film.Count; i++)
        {
            _openCv.Detect(film[i - 1], Smallest, _theirs).ShouldBeGreaterThan(0);
            var starts = Grid(_theirs[0]);
            var (ours, theirs) = (new Vector2[starts.Length], new Vector2[starts.Length]);
            var (kept, known) = (new bool[starts.Length], new bool[starts.Length]);
            _managed.Follow(film[i - 1], film[i], starts, ours, kept);
            _openCv.Follow(film[i - 1], film[i], starts, theirs, known);
            asked += starts.Length;
            for (var point = 0; point < starts.Length; point++)
            {
                if (!kept[point] || !known[point]) continue;
                both++;
                same += Vector2.Distance(ours[point], theirs[point]) <= SamePlace ? 1 : 0;
            }
        }

        // Smooth skin cannot be followed; ours says so sooner.
        both.ShouldBeGreaterThanOrEqualTo(asked / 4, "too few points are kept by both to compare");
        same.ShouldBeGreaterThanOrEqualTo((int)(both * Most));
    }

    [Fact]
    public void OpenCV_says_its_version() => _openCv.Name.ShouldStartWith("opencv 4.6.");

    [Fact]
    public void OpenCV_forgets_nothing_and_finds_no_face_on_an_even_picture()
    {
        var even = new GrayPicture(new byte[PortraitFilm.Width * PortraitFilm.Height], PortraitFilm.Width, 480);
        _openCv.Detect(even, Smallest, _theirs).ShouldBe(0);
        _openCv.Detect(Film(0)[0], Smallest, []).ShouldBe(0, "no room, nothing written");
    }

    [Fact]
    public void A_picture_shorter_than_its_size_never_reaches_OpenCV()
    {
        var liar = new GrayPicture(new byte[100], 640, 480);
        Should.Throw<InvariantException>(() => _openCv.Detect(liar, Smallest, _theirs));
        Should.Throw<InvariantException>(
            () => _openCv.Follow(liar, liar, new Vector2[1], new Vector2[1], new bool[1]));
    }

    private static List<GrayPicture> Film(int person)
    {
        using var film = new HeadFilm();
        using var decoder = new JpegDecoder();
        var portrait = PngReader.Read(File.ReadAllBytes(Artifacts.Portrait)).Value;
        var shot = person == 0
            ? PortraitFilm.Shoot(portrait, PicturesOfOne * 3).Take(PicturesOfOne)
            : film.Looking(person, PicturesOfOne * 3).Pictures.Take(PicturesOfOne);
        return [.. shot.Select(jpeg => Decode(decoder, jpeg))];
    }

    private static GrayPicture Decode(JpegDecoder decoder, byte[] jpeg)
    {
        var picture = new Picture();
        decoder.TryDecode(jpeg, JpegDecoder.LeastSide, picture).ShouldBeTrue();
        return picture.Gray;
    }

    private static Vector2[] Grid(FaceBox face) =>
    [
        .. from row in Enumerable.Range(0, 6)
           from column in Enumerable.Range(0, 8)
           select new Vector2(
               face.X + (face.Width * (0.2f + (0.6f * column / 7))), face.Y + (face.Height * (0.25f + (0.1f * row)))),
    ];

    /// <summary>Shared area over united area.</summary>
    private static double Overlap(FaceBox one, FaceBox other)
    {
        double width = Math.Min(one.X + one.Width, other.X + other.Width) - Math.Max(one.X, other.X);
        double height = Math.Min(one.Y + one.Height, other.Y + other.Height) - Math.Max(one.Y, other.Y);
        var shared = Math.Max(0, width) * Math.Max(0, height);
        return shared / (((double)one.Width * one.Height) + ((double)other.Width * other.Height) - shared);
    }
}
