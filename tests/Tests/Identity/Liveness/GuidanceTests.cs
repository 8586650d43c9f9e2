using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;

namespace KioskSuite.Tests.Identity.Liveness;

public sealed class GuidanceTests
{
    private static readonly FaceMeasures s_good = new()
    {
        Width = 480,
        Height = 360,
        Face = new(170, 110, 140, 140),
        Faces = [new(170, 110, 140, 140)],
        Brightness = 120,
        Sharpness = 200,
    };

    public static TheoryData<FacePrompt, FaceMeasures> Reasons => new()
    {
        { FacePrompt.ComeIntoView, s_good with { Face = null, Faces = [] } },
        { FacePrompt.ComeCloser, At(210, 150, 60) },
        { FacePrompt.MoveBack, At(100, 40, 290) },
        { FacePrompt.MoveToTheMiddle, At(20, 110, 140) },
        { FacePrompt.OnePersonOnly, s_good with { Faces = [new(170, 110, 140, 140), new(10, 110, 120, 120)] } },
        { FacePrompt.MoreLight, s_good with { Brightness = 30 } },
        { FacePrompt.LessLight, s_good with { Glare = 0.4f } },
        { FacePrompt.LessLight, s_good with { Brightness = 240 } },
        { FacePrompt.HoldStill, s_good with { Sharpness = 2 } },
        { FacePrompt.LookStraight, s_good },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Each_reason_has_its_guidance(FacePrompt prompt, FaceMeasures measures)
    {
        var liveness = new LivenessTry(LivenessPlan.Of(new byte[16]), new());
        Watch(liveness, 0, 4, measures);
        liveness.Prompt.ShouldBe(prompt);
    }

    [Fact]
    public void A_reason_of_one_picture_is_not_told_and_one_that_comes_and_goes_does_not_flicker()
    {
        var liveness = new LivenessTry(LivenessPlan.Of(new byte[16]), new());
        var dark = s_good with { Brightness = 30 };
        for (var i = 0; i < 30; i++)
        {
            Watch(liveness, i, 1, i % 2 == 0 ? dark : s_good);
            liveness.Prompt.ShouldBe(FacePrompt.LookStraight);
        }
    }

    [Fact]
    public void At_the_threshold_a_reason_stays_until_it_is_clearly_gone()
    {
        var gate = new QualityGate(new());
        gate.Observe(TimeSpan.Zero, s_good with { Brightness = 44 }, true).ShouldBe(FacePrompt.MoreLight);
        gate.Observe(TimeSpan.FromSeconds(1), s_good with { Brightness = 46 }, true).ShouldBe(FacePrompt.MoreLight);
        gate.Observe(TimeSpan.FromSeconds(2), s_good with { Brightness = 52 }, true).ShouldBe(FacePrompt.None);
        gate.Observe(TimeSpan.FromSeconds(3), s_good with { Brightness = 46 }, true).ShouldBe(FacePrompt.None);
    }

    private static FaceMeasures At(int x, int y, int width) =>
        s_good with { Face = new(x, y, width, width), Faces = [new(x, y, width, width)] };

    private static void Watch(LivenessTry liveness, int from, int count, FaceMeasures measures)
    {
        for (var i = from; i < from + count; i++)
        {
            liveness.Observe(TimeSpan.FromMilliseconds(100 * i), BitConverter.GetBytes(i), measures);
        }
    }
}
