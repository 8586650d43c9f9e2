using KioskSuite.Benchmarks.PadSuite;
using KioskSuite.Identity.Liveness;
using KioskSuite.KioskInABox.Camera;

namespace KioskSuite.Tests.Benchmarks.PadSuite;

/// <summary>A gate on figures is none when the figures are other ones each time.</summary>
public sealed class RepeatTests
{
    private const int Person = 100;

    [Fact]
    public void The_same_seed_gives_the_same_decisions_whoever_was_judged_before()
    {
        Truth[] truths =
            [new(7, Someone.Live(Person)), new(8, Someone.With(Species.CutPhoto, Person, Person + 1))];
        var first = Decide(truths);
        var again = Decide(truths.OrderByDescending(truth => truth.Presentation));
        first.Keys.Count.ShouldBe(truths.Length);
        first.ShouldBe(again, ignoreOrder: true);
    }

    private static Dictionary<int, string> Decide(IEnumerable<Truth> truths)
    {
        using var meter = Meter.Open() ?? throw new InvalidOperationException("opencv-data is not installed");
        using var studio = new Studio();
        var booth = new Booth(meter, new LivenessRules());
        return truths.ToDictionary(
            truth => truth.Presentation,
            truth => InWords(booth.Decide(truth.Presentation, new SimulatedStage(truth, studio), tries: 1)));
    }

    private static string InWords(Decision decision) => string.Join(
        '\n',
        decision.Tries.SelectMany(verdict => verdict.Cues.Select(cue => $"{cue} {cue.Score:R} {cue.Passed}")
            .Append($"{verdict.Outcome} {verdict.BestFace}"))
            .Concat(decision.Took.Select(took => $"{took} of {decision.Frames}")));
}
