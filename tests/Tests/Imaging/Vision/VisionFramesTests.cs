using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Imaging;

namespace KioskSuite.Tests.Imaging.Vision;

public sealed class VisionFramesTests
{
    private static readonly FaceMeasures s_measures = new()
    {
        Width = 480,
        Height = 360,
        Faces = [new(1, 2, 300, 4), new(5, 6, 7, 8)],
        Face = new(9, 10, 11, 12),
        Brightness = 1.5f,
        Glare = 0.25f,
        Sharpness = 3,
        Skin = new(4, 5, 6),
        Surround = new(7, 8, 9),
        Points = [new(PointGroup.Mouth, 1, 2, 3, 4, true), new(PointGroup.Nose, 5, 6, 7, 8, false)],
    };

    [Fact]
    public void A_measure_request_has_these_bytes()
    {
        var body = MeasureFaceBody.Build(new FaceTask(258, Detect: true, new FaceBox(1, -2, 300, 4)), [0xAA, 0xBB]);
        Convert.ToHexString(body).ShouldBe("00000102" + "03" + "0001FFFE012C0004" + "AABB");
        var parsed = MeasureFaceBody.Parse(body).ShouldNotBeNull();
        parsed.Task.ShouldBe(new FaceTask(258, Detect: true, new FaceBox(1, -2, 300, 4)));
        parsed.Jpeg.ToArray().ShouldBe([0xAA, 0xBB]);
        MeasureFaceBody.Parse(MeasureFaceBody.Build(new FaceTask(1, Detect: false), [])).ShouldNotBeNull()
            .Task.Anchor.ShouldBeNull();
    }

    [Fact]
    public void A_compare_request_has_these_bytes()
    {
        var body = CompareFacesBody.Build(new FaceBox(1, 2, 3, 4), [0x11], [0x22, 0x33]);
        Convert.ToHexString(body).ShouldBe("0001000200030004" + "00000001" + "11" + "2233");
        var parsed = CompareFacesBody.Parse(body).ShouldNotBeNull();
        parsed.Portrait.ToArray().ShouldBe([0x11]);
        parsed.Frame.ToArray().ShouldBe([0x22, 0x33]);
        CompareFacesBody.Parse(Convert.FromHexString("0001000200030004" + "00000002" + "11")).ShouldBeNull();
        CompareFacesBody.Parse(Convert.FromHexString("0001000200030004" + "FFFFFFFF" + "11")).ShouldBeNull();
    }

    [Fact]
    public void Measures_come_back_as_they_were()
    {
        var data = FaceMeasuresData.Build(s_measures);
        data.Length.ShouldBe(FaceMeasuresData.Bytes);
        var parsed = FaceMeasuresData.Parse(data).ShouldNotBeNull();
        parsed.Faces.ShouldBe(s_measures.Faces);
        parsed.Points.ShouldBe(s_measures.Points);
        var plain = s_measures with { Faces = [], Points = [] };
        (parsed with { Faces = [], Points = [] }).ShouldBe(plain with { Faces = [], Points = [] });
    }

    [Fact]
    public void As_many_faces_and_points_as_there_may_be_fit()
    {
        var full = s_measures with
        {
            Faces = [.. Enumerable.Range(0, FaceMeasures.MostFaces).Select(i => new FaceBox(i, i, i, i))],
            Points = [.. Enumerable.Range(0, FaceMeasures.MostPoints)
                .Select(i => new TrackedPoint(PointGroup.Eyes, i, i, i, i, true))],
        };
        var parsed = FaceMeasuresData.Parse(FaceMeasuresData.Build(full)).ShouldNotBeNull();
        parsed.Faces.ShouldBe(full.Faces);
        parsed.Points.ShouldBe(full.Points);
    }

    [Theory]
    [InlineData(4, "09")]
    [InlineData(69, "02")]
    [InlineData(78, "7FC00000")]
    [InlineData(82, "7F800000")]
    [InlineData(114, "31")]
    [InlineData(115, "03")]
    [InlineData(116, "02")]
    [InlineData(117, "FF800000")]
    public void Measures_that_no_meter_says_are_refused(int at, string bytes)
    {
        var data = FaceMeasuresData.Build(s_measures);
        Convert.FromHexString(bytes).CopyTo(data, at);
        FaceMeasuresData.Parse(data).ShouldBeNull();
    }

    [Theory]
    [InlineData("01" + "3F000000" + "3E800000", true)]
    [InlineData("00" + "3E800000" + "3F000000", true)]
    [InlineData("01" + "3E800000" + "3F000000", false)]
    [InlineData("00" + "3F000000" + "3E800000", false)]
    [InlineData("02" + "3F000000" + "3E800000", false)]
    [InlineData("01" + "7FC00000" + "3E800000", false)]
    [InlineData("01" + "3F000000", false)]
    public void A_match_that_contradicts_its_score_is_refused(string data, bool parses) =>
        (FaceMatchData.Parse(Convert.FromHexString(data)) is not null).ShouldBe(parses);

    [Fact]
    public void Random_bytes_never_throw() => Prop.ForAll<byte[]>(bytes =>
    {
        MeasureFaceBody.Parse(bytes);
        CompareFacesBody.Parse(bytes);
        FaceMatchData.Parse(bytes);
        FaceMeasuresData.Parse(bytes);
        var padded = new byte[FaceMeasuresData.Bytes];
        bytes.AsSpan(0, Math.Min(bytes.Length, padded.Length)).CopyTo(padded);
        FaceMeasuresData.Parse(padded);
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_form_shows_a_picture_or_a_score()
    {
        var match = new FaceMatch(Same: true, 0.987, 0.5);
        var measure = MeasureFaceBody.Parse(MeasureFaceBody.Build(new FaceTask(1, Detect: true), "JFIF"u8))!.Value;
        var compare = CompareFacesBody.Parse(CompareFacesBody.Build(default, "JFIF"u8, "JFIF"u8))!.Value;
        $"{match} {measure} {compare}".ShouldBe("face match measure face body compare faces body");
    }
}
