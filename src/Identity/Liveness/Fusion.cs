namespace KioskSuite.Identity.Liveness;

/// <summary>What is known when a try ends.</summary>
internal sealed record Findings(
    StepEnd? End, bool Replaced, bool OutOfTime, IReadOnlyList<StepResult> Steps, IReadOnlyList<CueResult> Cues);

/// <summary>From findings to outcome: the first row that holds. No cue makes up for another.</summary>
internal static class Fusion
{
    public const string Repeat = "repeat";

    private static readonly string[] s_needed =
        ["parallax-left", "parallax-right", "flash", "flash-lag", "flash-gain", Repeat];

    private static readonly (Func<Findings, bool> When, LivenessOutcome Outcome)[] s_rows =
    [
        (found => found.Cues.Any(cue => cue is { Name: Repeat, Passed: false }), LivenessOutcome.AttackSuspected),
        (found => found.Replaced, LivenessOutcome.Lost),
        (found => found.OutOfTime, LivenessOutcome.TimedOut),
        (found => found.End == StepEnd.Contradicted, LivenessOutcome.AttackSuspected),
        (found => found.End == StepEnd.Done && HasPassed(found), LivenessOutcome.Live),
        (_ => true, LivenessOutcome.TimedOut),
    ];

    public static LivenessOutcome Decide(Findings found) => s_rows.First(row => row.When(found)).Outcome;

    private static bool HasPassed(Findings found) =>
        s_needed.All(name => found.Cues.Any(cue => cue.Name == name)) && found.Cues.All(cue => cue.Passed);
}
