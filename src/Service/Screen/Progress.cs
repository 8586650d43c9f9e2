using KioskSuite.Jobs.Board;

namespace KioskSuite.Service.Screen;

/// <summary>
/// One line of the customer's progress list; state is <c>waiting</c>, <c>running</c>, <c>done</c> or <c>failed</c>.
/// </summary>
internal sealed record Phase(string Name, string State);

/// <summary>The journey's steps gathered into the few lines that a customer can follow.</summary>
internal static class Progress
{
    public const string Recover = "recover";
    private const string CheckFace = "check-face";

    private static readonly (string Name, string[] Steps)[] s_phases =
    [
        ("document", ["read-document", "look-up", CheckFace]),
        ("stop", ["stop-card"]),
        ("order", ["measure-name", "order-card"]),
        ("blank", ["feed-blank", "open-chip"]),
        ("chip", ["personalise", "draw-face", "write-chip"]),
        ("check", ["check-chip", "prove", "close-check", "leave-station"]),
        ("stripe", ["write-stripe"]),
        ("print", ["print-face"]),
        ("present", ["present-card", "wait-taken"]),
        ("activate", ["activate"]),
        (Recover, ["void-card", "retain-card"]),
    ];

    public static IEnumerable<string> Phases => s_phases.Select(p => p.Name);

    public static string? PhaseOf(string step) => s_phases.FirstOrDefault(p => p.Steps.Contains(step)).Name;

    /// <summary>
    /// All lines in order but those passed over, such as the stripe's for a card without one; once the card is being
    /// taken back, only what was begun and that.
    /// </summary>
    public static IReadOnlyList<Phase> Of(IReadOnlyList<StepView> all)
    {
        var steps = WithoutSpoiltCard(WithoutMissedFace(all));
        var last = steps.Count == 0 ? -1 : steps.Max(s => IndexOf(s.Name));
        var phases = s_phases.Select((p, i) => new Phase(p.Name, StateOf(p.Steps, steps, passed: i < last)))
            .Where((p, i) => p.State != "waiting" || i > last)
            .ToList();
        return phases[^1].State == "waiting" ? phases[..^1] : [.. phases.Where(p => p.State != "waiting")];
    }

    /// <summary>A card was taken back, and the machine makes another one.</summary>
    public static bool IsAnotherCard(IReadOnlyList<StepView> steps) => steps.Count != WithoutSpoiltCard(steps).Count;

    /// <summary>Number of the line under way, from 1.</summary>
    public static int Current(IReadOnlyList<Phase> phases) =>
        Math.Min(phases.Count, phases.Count(p => p.State is "done" or "failed") + 1);

    // Whom the camera did not recognise goes on the other way; nothing of theirs has failed.
    private static IReadOnlyList<StepView> WithoutMissedFace(IReadOnlyList<StepView> steps) =>
        [.. steps.Where(s => s is not { Name: CheckFace, State: "failed" })];

    // With the next card the list starts over where that card does.
    private static IReadOnlyList<StepView> WithoutSpoiltCard(IReadOnlyList<StepView> steps)
    {
        var recovered = steps.Select(s => PhaseOf(s.Name) == Recover).ToList().LastIndexOf(item: true);
        return recovered < 0 || recovered == steps.Count - 1
            ? steps
            : [.. steps.Where((s, i) => i > recovered || IndexOf(s.Name) <= IndexOf("order-card"))];
    }

    private static int IndexOf(string step) => Array.FindIndex(s_phases, p => p.Steps.Contains(step));

    private static string StateOf(string[] names, IReadOnlyList<StepView> steps, bool passed)
    {
        var mine = steps.Where(s => names.Contains(s.Name)).GroupBy(s => s.Name).Select(g => g.Last().State).ToList();
        return mine switch
        {
            [] => "waiting",
            _ when mine.Contains("running") => "running",
            _ when mine.Contains("failed") => "failed",
            _ when passed || mine.Count == names.Length => "done",
            _ => "running",
        };
    }
}
