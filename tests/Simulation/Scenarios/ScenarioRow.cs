using KioskSuite.Dev.Demo;
using KioskSuite.KioskInABox.World;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Simulation.Scenarios;

/// <summary>A row of the launcher's own table, as far as one thread with its own clock can play it.</summary>
/// <param name="Point">Where a simulator holds its answer and the service is killed, or empty.</param>
/// <param name="Holder"><c>box</c>, <c>central</c>, or empty.</param>
internal sealed record ScenarioRow(
    string Name, string Person, IReadOnlyList<Fault> World, string Central, string Point, string Holder,
        Triple Expected, string Card = "")
{
    /// <summary>Rows that no virtual clock can play, and why.</summary>
    public static IReadOnlyDictionary<string, string> NotHere { get; } = new Dictionary<string, string>
    {
        ["clock-leap"] = "here wall clock and monotonic clock are one: that only one of them leaps needs a process",
    };

    public static IReadOnlyList<ScenarioRow> Faults { get; } =
    [
        new("plain", "plain", [], "", "", "", new("card-taken", "stopped", "active")),
        .. Table.Faults.Where(f => !NotHere.ContainsKey(f.Name)).Select(f =>
            new ScenarioRow(f.Name, f.Person, [.. f.World.Select(FaultOf)], f.Central, "", "", f.Expected, f.Card)),
    ];

    public static IReadOnlyList<ScenarioRow> Kills { get; } =
        [.. Table.Kills.Select(k => new ScenarioRow(k.Name, "plain", [], "", k.Name, k.Holder, k.Service))];

    private static ScenarioFile Table => ScenarioFile.Read(Repository.PathTo("simulators", "scenarios.json"));

    private static Fault FaultOf(string name) => Enum.Parse<Fault>(
        name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}
