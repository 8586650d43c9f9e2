using System.Numerics;
using KioskSuite.Devices;

namespace KioskSuite.Identity.Liveness;

/// <summary>How the skin follows the screen.</summary>
/// <param name="Cosine">Between both sequences of colours at the best lag, -1 to 1.</param>
/// <param name="Earliest">Pictures by which the skin follows the screen at least; pictures have no finer clock.</param>
/// <param name="Latest">The same at most.</param>
/// <param name="Gain">How much of the colours' saturation is found in the skin.</param>
internal sealed record FlashFit(double Cosine, double Earliest, double Latest, double Gain)
{
    private const double Slack = 0.25;

    /// <summary>One picture late is what the first picture after the display shows, however soon that came.</summary>
    public bool IsWithin(int from, int to) => Math.Ceiling(Latest - Slack) >= from && Earliest <= to + Slack;
}

/// <summary>Compares what the screen showed with what the skin did.</summary>
internal sealed class FlashCue(IReadOnlyList<FlashColour> colours, MeanColour baseline, TimeSpan colourShown)
{
    private const int MostSamples = 512;
    private const int FirstLag = -2;
    private const int LastLag = 8;
    private const int StepsPerFrame = 4;
    private const double Same = 1e-6;
    private readonly List<(TimeSpan At, Vector3 Hue)> _samples = [];
    private readonly List<TimeSpan> _shown = [];

    public int Samples => _samples.Count;

    /// <summary>The next colour has been on the screen since then.</summary>
    public void Shown(TimeSpan at) => _shown.Add(at);

    public void Add(TimeSpan at, MeanColour skin)
    {
        // What the light adds is seen against the skin's own colour: each channel by its own baseline.
        var ratio = new Vector3(skin.Red, skin.Green, skin.Blue)
            / Vector3.Max(Vector3.One, new(baseline.Red, baseline.Green, baseline.Blue));
        if (_samples.Count < MostSamples)
        {
            _samples.Add((at, Hue(ratio)));
        }
    }

    /// <summary>Null when nothing was shown or seen.</summary>
    /// <remarks>Lags that put every picture under the same colour fit alike: first and last are told.</remarks>
    public FlashFit? Fit(TimeSpan period)
    {
        if (_samples.Count == 0 || _shown.Count < colours.Count || period <= TimeSpan.Zero)
        {
            return null;
        }

        var fits = Enumerable.Range(FirstLag * StepsPerFrame, ((LastLag - FirstLag) * StepsPerFrame) + 1)
            .Select(step => At((double)step / StepsPerFrame, period)).ToList();
        var best = fits.MaxBy(fit => fit.Cosine)!;
        var last = fits.IndexOf(best);
        while (last + 1 < fits.Count && fits[last + 1].Cosine >= best.Cosine - Same)
        {
            last++;
        }

        return best with { Latest = fits[last].Latest };
    }

    private FlashFit At(double lag, TimeSpan period)
    {
        var expected = _samples.Select(sample => Expected(sample.At - (lag * period))).ToList();
        var meanSeen = Mean(_samples.Select(sample => sample.Hue));
        var meanExpected = Mean(expected);
        double product = 0, seen = 0, asked = 0;
        for (var i = 0; i < expected.Count; i++)
        {
            var (s, e) = (_samples[i].Hue - meanSeen, expected[i] - meanExpected);
            product += Vector3.Dot(s, e);
            seen += s.LengthSquared();
            asked += e.LengthSquared();
        }

        return seen > 0 && asked > 0
            ? new(product / Math.Sqrt(seen * asked), lag, lag, product / asked)
            : new(0, lag, lag, 0);
    }

    private Vector3 Expected(TimeSpan at)
    {
        var number = _shown.FindLastIndex(shown => shown <= at);
        return number < 0 || (number == colours.Count - 1 && at >= _shown[number] + colourShown)
            ? Vector3.Zero
            : Added(Light(colours[number]));
    }

    /// <summary>What a little of this light does to a skin's hue, when most light is the room's.</summary>
    private static Vector3 Added(Vector3 light) => light - new Vector3((light.X + light.Y + light.Z) / 3);

    private static Vector3 Light(FlashColour colour) => colour switch
    {
        FlashColour.Red => new(1, 0, 0),
        FlashColour.Yellow => new(1, 1, 0),
        FlashColour.Green => new(0, 1, 0),
        FlashColour.Cyan => new(0, 1, 1),
        FlashColour.Blue => new(0, 0, 1),
        _ => new(1, 0, 1),
    };

    /// <summary>Colour without brightness: the channels' shares, less those of white.</summary>
    private static Vector3 Hue(Vector3 light)
    {
        var sum = light.X + light.Y + light.Z;
        return sum > 0 ? (light / sum) - new Vector3(1f / 3) : Vector3.Zero;
    }

    private static Vector3 Mean(IEnumerable<Vector3> values)
    {
        var (sum, count) = (Vector3.Zero, 0);
        foreach (var value in values)
        {
            (sum, count) = (sum + value, count + 1);
        }

        return sum / Math.Max(1, count);
    }
}
