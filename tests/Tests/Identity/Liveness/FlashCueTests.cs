using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;

namespace KioskSuite.Tests.Identity.Liveness;

public sealed class FlashCueTests
{
    private const double Shown = 0.45;
    private static readonly LivenessRules s_rules = new();
    private static readonly FlashColour[] s_order = Enum.GetValues<FlashColour>();

    [Fact]
    public void Any_order_of_colours_is_followed_at_a_lag_of_one_to_four_pictures_at_10_and_30_a_second()
    {
        var cases =
            from colours in Gen.Shuffle(s_order)
            from lag in Gen.Choose(1, 4)
            from rate in Gen.Elements(10, 30)
            from seed in Gen.Choose(0, 1000)
            select (Colours: colours, Lag: lag, Rate: rate, Seed: seed);
        Prop.ForAll(cases.ToArbitrary(), one => Passes(Seen(one.Colours, one.Colours, one.Lag, one.Rate, one.Seed)))
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(-2, 10)]
    [InlineData(0, 10)]
    [InlineData(0, 30)]
    [InlineData(8, 10)]
    [InlineData(8, 30)]
    public void Who_knows_the_colours_before_they_are_shown_or_answers_late_does_not_pass(int lag, int rate)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            Passes(Seen(s_order, s_order, lag, rate, seed)).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_recording_of_another_order_does_not_pass()
    {
        var others = Gen.Shuffle(s_order).Where(order => order.Zip(s_order).Count(p => p.First == p.Second) <= 2);
        Prop.ForAll(others.ToArbitrary(), order => !Passes(Seen(s_order, order, 2, 10, 1))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_picture_that_gives_back_hardly_any_light_does_not_pass_however_well_it_fits() =>
        Passes(Seen(s_order, s_order, 2, 10, 1, reflects: 0.002f)).ShouldBeFalse();

    [Fact]
    public void Without_colours_or_without_pictures_nothing_is_found()
    {
        var cue = new FlashCue(s_order, new(1, 1, 1), s_rules.ColourShown);
        cue.Fit(TimeSpan.FromSeconds(0.1)).ShouldBeNull();
        cue.Add(TimeSpan.Zero, new(1, 1, 1));
        cue.Fit(TimeSpan.FromSeconds(0.1)).ShouldBeNull();
    }

    private static bool Passes(FlashFit fit) => fit.Cosine >= s_rules.FlashCosine && fit.Gain >= s_rules.FlashGain
        && fit.IsWithin(s_rules.LagFrom, s_rules.LagTo);

    /// <summary>Colours are shown at uneven moments; the skin takes on others, some pictures later.</summary>
    private static FlashFit Seen(
        FlashColour[] shown, FlashColour[] seen, int lag, int rate, int seed, float reflects = 0.2f)
    {
        var random = new Random(seed);
        var (period, skin) = (1.0 / rate, new Vector3(190, 140, 110));
        var cue = new FlashCue(shown, new(skin.X, skin.Y, skin.Z), s_rules.ColourShown);
        var starts = Enumerable.Range(0, shown.Length)
            .Select(i => (i * Shown) + (random.NextDouble() * period)).ToArray();
        foreach (var start in starts)
        {
            cue.Shown(TimeSpan.FromSeconds(start));
        }

        for (var at = 0.0; at < (shown.Length * Shown) + (5 * period); at += period)
        {
            var then = at - (lag * period);
            var number = Array.FindLastIndex(starts, start => start <= then);
            var isLit = number >= 0 && then < starts[^1] + s_rules.ColourShown.TotalSeconds;
            var light = isLit ? Light(seen[number]) : Vector3.Zero;
            var noise = new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle()) * 0.5f;
            var colour = (skin * (Vector3.One + (reflects * light))) + noise;
            cue.Add(TimeSpan.FromSeconds(at), new MeanColour(colour.X, colour.Y, colour.Z));
        }

        return cue.Fit(TimeSpan.FromSeconds(period))!;
    }

    private static Vector3 Light(FlashColour colour) => colour switch
    {
        FlashColour.Red => Vector3.UnitX,
        FlashColour.Green => Vector3.UnitY,
        FlashColour.Blue => Vector3.UnitZ,
        FlashColour.Yellow => Vector3.One - Vector3.UnitZ,
        FlashColour.Cyan => Vector3.One - Vector3.UnitX,
        _ => Vector3.One - Vector3.UnitY,
    };
}
