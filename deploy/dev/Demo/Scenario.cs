namespace KioskSuite.Dev.Demo;

/// <summary>Outcome, state of the old card, state of the new one.</summary>
internal sealed record Triple(string Outcome, string OldCard, string NewCard);

/// <summary>One scripted run: who stands there, what goes wrong where, and what must come of it.</summary>
/// <param name="Person">Id in the seed file.</param>
/// <param name="World">Fault of the world or a simulated device, or empty.</param>
/// <param name="Central">Fault of the line to central, or empty.</param>
/// <param name="Hold">Point at which a simulator holds its answer while the service is killed, or empty.</param>
internal sealed record Scenario(string Name, string Person, string World, string Central, string Hold, Triple Expected)
{
    private static readonly Triple s_retained = new("card-retained", "stopped", "void");

    public static Scenario Plain { get; } = new("plain", "plain", "", "", "", new("card-taken", "stopped", "active"));

    /// <summary>What <c>--fault</c> takes and <c>--faults</c> prints.</summary>
    public static IReadOnlyList<Scenario> Faults { get; } =
    [
        Device("jam-at-print", new("needs-staff", "stopped", "void")),
        Device("chip-mute", s_retained),
        Device("wrong-blank", s_retained),
        Device("not-taken", s_retained),
        new("central-away", "central-away", "", "central-away", "", new("loss-recorded", "stopped", "none")),
        Device("reader-garbage", new("refused", "active", "none")),
    ];

    /// <summary>What <c>--kill</c> takes.</summary>
    public static IReadOnlyList<Scenario> Kills { get; } =
    [
        new("feed", "kill-feed", "", "", "feed", s_retained),
        new("chip", "kill-chip", "", "", "chip", s_retained),
    ];

    public static Scenario Find(string fault, string kill) => (fault, kill) switch
    {
        ("", "") => Plain,
        (_, "") => Faults.FirstOrDefault(f => f.Name == fault)
            ?? throw new LauncherException($"unknown fault '{fault}'; ./kiosk demo --faults lists them"),
        ("", _) => Kills.FirstOrDefault(k => k.Name == kill)
            ?? throw new LauncherException(
                $"unknown kill point '{kill}'; known: {string.Join(", ", Kills.Select(k => k.Name))}"),
        _ => throw new LauncherException("--fault and --kill do not go together"),
    };

    private static Scenario Device(string name, Triple expected) => new(name, name, name, "", "", expected);
}
