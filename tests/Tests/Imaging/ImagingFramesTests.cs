using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Imaging;

namespace KioskSuite.Tests.Imaging;

public sealed class ImagingFramesTests
{
    private static readonly FaceText Face = new("621700000000", "王", "08/31", "a", 1);

    [Fact]
    public void A_measure_request_has_these_bytes()
    {
        var frame = new ImagingRequest(ImagingOperation.Measure, 7, MeasureBody.Build("a", "王")).Build();
        Convert.ToHexString(frame).ShouldBe("0000000D" + "01" + "00000007" + "000161" + "0003E78E8B");
        var request = ImagingRequest.Parse(frame.AsMemory(4)).ShouldNotBeNull();
        request.Id.ShouldBe(7u);
        var body = MeasureBody.Parse(request.Body).ShouldNotBeNull();
        body.Layout.ShouldBe("a");
        body.Name.ToArray().ShouldBe("王"u8.ToArray());
    }

    [Fact]
    public void A_draw_request_has_these_bytes()
    {
        var frame = new ImagingRequest(ImagingOperation.Draw, 258, DrawBody.Build(Face)).Build();
        Convert.ToHexString(frame).ShouldBe(
            "0000002A" + "02" + "00000102" + "0000000000000001" + "000161" + "000C363231373030303030303030"
            + "0003E78E8B" + "000530382F3331");
        var body = DrawBody.Parse(frame.AsMemory(9)).ShouldNotBeNull();
        (body.Layout, body.Version).ShouldBe(("a", 1UL));
        body.Pan.ToArray().ShouldBe("621700000000"u8.ToArray());
        body.Expiry.ToArray().ShouldBe("08/31"u8.ToArray());
    }

    [Fact]
    public void An_answer_has_these_bytes()
    {
        var frame = new ImagingAnswer(ImagingStatus.NameTooLong, 9).Build([1, 2]);
        Convert.ToHexString(frame).ShouldBe("00000007" + "82" + "00000009" + "0102");
        ImagingAnswer.Parse(frame.AsSpan(4)).ShouldBe(new ImagingAnswer(ImagingStatus.NameTooLong, 9));
    }

    [Fact]
    public void An_echoed_request_is_no_answer()
    {
        var frame = new ImagingRequest(ImagingOperation.Draw, 1, DrawBody.Build(Face)).Build();
        ImagingAnswer.Parse(frame.AsSpan(4)).ShouldBeNull();
    }

    [Theory]
    [InlineData("00000005", 5)]
    [InlineData("002003FC", 2098172)]
    [InlineData("00000004", null)]
    [InlineData("002003FD", null)]
    [InlineData("FFFFFFFF", null)]
    [InlineData("000005", null)]
    public void A_request_length_outside_its_bounds_is_refused(string prefix, int? length) =>
        ImagingFrames.ParseLength(Convert.FromHexString(prefix), ImagingFrames.RequestLimit).ShouldBe(length);

    [Fact]
    public void A_body_with_a_byte_too_many_or_too_few_is_refused()
    {
        var body = DrawBody.Build(Face);
        DrawBody.Parse(body.AsMemory(0, body.Length - 1)).ShouldBeNull();
        DrawBody.Parse((byte[])[.. body, 0]).ShouldBeNull();
        MeasureBody.Parse(Convert.FromHexString("0001610401")).ShouldBeNull();
    }

    [Fact]
    public void Random_bytes_never_throw_and_what_parses_builds_the_same_bytes() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            MeasureBody.Parse(bytes);
            DrawBody.Parse(bytes);
            ImagingAnswer.Parse(bytes);
            ImagingFrames.ParseLength(bytes, ImagingFrames.AnswerLimit);
            return ImagingRequest.Parse(bytes) is not { } request || request.Build().AsSpan(4).SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_texts_come_back_as_they_were() =>
        Prop.ForAll<NonNull<string>, ulong>((name, version) =>
        {
            if (!TextFields.Fit(name.Get)) return true;
            var body = DrawBody.Parse(DrawBody.Build(Face with { Name = name.Get, LayoutVersion = version }))!.Value;
            var utf8 = System.Text.Encoding.UTF8.GetBytes(name.Get);
            return body.Version == version && body.Name.Span.SequenceEqual(utf8);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_form_shows_a_name_or_a_number()
    {
        var body = DrawBody.Parse(DrawBody.Build(Face))!.Value;
        var request = new ImagingRequest(ImagingOperation.Draw, 1, DrawBody.Build(Face));
        var shown = $"{Face} {body} {MeasureBody.Parse(MeasureBody.Build("a", "王"))} {request}";
        shown.ShouldNotContain("王");
        shown.ShouldNotContain("6217");
    }
}
