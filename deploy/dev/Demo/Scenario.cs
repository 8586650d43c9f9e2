namespace KioskSuite.Dev.Demo;

/// <summary>Outcome, state of the old card, state of the new one.</summary>
internal sealed record Triple(string Outcome, string OldCard, string NewCard);

/// <summary>What is killed with -9 while a simulator holds its answer.</summary>
internal sealed record Kill(string Point, string Holder, bool Service, bool Central);

/// <summary>One scripted run: who stands there, what goes wrong where, and what must come of it.</summary>
/// <param name="Person">Id in the seed file.</param>
/// <param name="World">Faults of the world and its simulated devices.</param>
/// <param name="Central">Fault of central or the line to it, or empty.</param>
/// <param name="Kill">Who is killed at which point, or null.</param>
/// <param name="Clock">A leap of the service's wall clock, or null.</param>
internal sealed record Scenario(
    string Name, string Person, IReadOnlyList<string> World, string Central, Kill? Kill, ClockLeap? Clock,
        Triple Expected)
{
    /// <summary>Name of the blanks in the hopper, or empty for the seed's own.</summary>
    public string Card { get; init; } = "";

    private static readonly string[] s_victims = ["service", "central", "both"];

    public static Scenario Plain { get; } =
        new("plain", "plain", [], "", null, null, new("card-taken", "stopped", "active"));

    /// <summary>What <c>--fault</c> takes and <c>--faults</c> prints.</summary>
    public static IReadOnlyList<Scenario> Faults => [.. Rows.Faults.Select(Of)];

    private static ScenarioFile Rows => ScenarioFile.Read(Checkout.Scenarios);

    /// <summary>What <c>--kill</c> takes and <c>--kills</c> prints, for a victim.</summary>
    /// <param name="victim"><c>service</c>, <c>central</c> or <c>both</c>.</param>
    public static IReadOnlyList<Scenario> Kills(string victim) => s_victims.Contains(victim)
        ? [.. Rows.Kills.Select(k => Of(k, victim))]
        : throw new LauncherException($"unknown victim '{victim}'; known: {string.Join(", ", s_victims)}");

    public static Scenario Find(string fault, string kill, string victim) => (fault, kill) switch
    {
        ("", "") => Plain,
        (_, "") => Faults.FirstOrDefault(f => f.Name == fault)
            ?? throw new LauncherException($"unknown fault '{fault}'; ./kiosk demo --faults lists them"),
        ("", _) => Kills(victim).FirstOrDefault(k => k.Name == kill)
            ?? throw new LauncherException($"unknown kill point '{kill}'; ./kiosk demo --kills lists them"),
        _ => throw new LauncherException("--fault and --kill do not go together"),
    };

    /// <summary>Code of the stock that <c>--card</c> names.</summary>
    public static string BlankOf(string card) => Rows.Cards.FirstOrDefault(c => c.Name == card)?.Blank
        ?? throw new LauncherException(
            $"unknown card '{card}'; known: {string.Join(", ", Rows.Cards.Select(c => c.Name))}");

    private static Scenario Of(FaultRow f) =>
        new(f.Name, f.Person, f.World, f.Central, null, f.Clock, f.Expected) { Card = f.Card };

    private static Scenario Of(KillRow k, string victim) => Plain with
    {
        Name = k.Name,
        Kill = new Kill(k.Name, k.Holder, Service: victim != "central", Central: victim != "service"),
        Expected = victim == "central" ? k.Central : k.Service,
    };
}
