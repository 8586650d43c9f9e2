using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;

namespace KioskSuite.Tests.Identity.Liveness;

/// <summary>Measures come from another process, colours from a browser: none may be believed.</summary>
public sealed class GarbageTests
{
    private static readonly float[] s_floats =
        [0, 1, -1, 0.5f, 120, 255, 256, 1e9f, float.NaN, float.PositiveInfinity, float.MinValue, float.Epsilon];

    private static readonly int[] s_integers = [0, 1, -1, 100, 140, 240, 360, 480, 65_535, int.MaxValue, int.MinValue];

    [Fact]
    public void Random_measures_never_throw_and_never_pass()
    {
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var liveness = new LivenessTry(LivenessPlan.Of(new byte[16]), new());
            for (var i = 0; i < 400 && liveness.Verdict is null; i++)
            {
                var at = TimeSpan.FromMilliseconds(random.Next(-1000, 16_000));
                var hash = new byte[random.Next(0, 33)];
                random.NextBytes(hash);
                liveness.NextTask((uint)i);
                liveness.Displayed(random.Next(-1, 8), at);
                liveness.Observe(at, hash, Measures(random));
                liveness.Elapse(at);
            }

            return liveness.Verdict?.Outcome != LivenessOutcome.Live;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_good_face_with_random_points_and_colours_never_throws_and_never_passes()
    {
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var actor = new Actor
            {
                Spoils = (_, measures) => measures with
                {
                    Points = random.Next(5) == 0 ? [] : [.. measures.Points.Select(point => point with
                    {
                        X = point.X + (random.NextSingle() * 30) - 15,
                        Y = point.Y + (random.NextSingle() * 30) - 15,
                        Found = random.Next(4) > 0,
                    })],
                    Skin = new(random.Next(256), random.Next(256), random.Next(256)),
                },
            };
            return new Rehearsal(actor, LivenessPlan.Of(BitConverter.GetBytes((Int128)seed))).Play().Outcome
                != LivenessOutcome.Live;
        }).QuickCheckThrowOnFailure();
    }

    private static FaceMeasures Measures(Random random)
    {
        float Value() => s_floats[random.Next(s_floats.Length)];
        int Number() => s_integers[random.Next(s_integers.Length)];
        FaceBox Box() => new(Number(), Number(), Number(), Number());
        return new()
        {
            Width = Number(),
            Height = Number(),
            Faces = [.. Enumerable.Range(0, random.Next(0, 10)).Select(_ => Box())],
            Face = random.Next(2) == 0 ? null : Box(),
            Brightness = Value(),
            Glare = Value(),
            Sharpness = Value(),
            Skin = new(Value(), Value(), Value()),
            Points = [.. Enumerable.Range(0, random.Next(0, 60)).Select(_ => new TrackedPoint(
                (PointGroup)random.Next(-1, 4), Value(), Value(), Value(), Value(), random.Next(2) == 0))],
        };
    }
}
