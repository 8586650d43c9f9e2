using System.Text.Json;

namespace KioskSuite.Dev.Demo;

/// <summary>A row of <c>faults</c>: who stands there, what goes wrong where, and what must come of it.</summary>
/// <param name="Name">What <c>--fault</c> takes.</param>
/// <param name="What">The fault in words.</param>
/// <param name="Person">Id in the seed file.</param>
/// <param name="World">Faults of the world and its simulated devices.</param>
/// <param name="Central">Fault of central or the line to it, or empty.</param>
/// <param name="Clock">A leap of the kiosk's wall clock, or null.</param>
/// <param name="Card">Name in <c>cards</c> of the blanks in the hopper, or empty for the seed's own.</param>
internal sealed record FaultRow(
    string Name, string What, string Person, IReadOnlyList<string> World, string Central, Triple Expected,
        ClockLeap? Clock = null, string Card = "");

/// <summary>A row of <c>kills</c>: where a simulator holds its answer, and what must come of each kill there.</summary>
/// <param name="Holder"><c>box</c> or <c>central</c>.</param>
/// <param name="Service">When the service is killed, alone or with central.</param>
/// <param name="Central">When central is killed.</param>
internal sealed record KillRow(string Name, string What, string Holder, Triple Service, Triple Central);

/// <summary>A row of <c>cards</c>: what <c>--card</c> takes, and the stock that lies in the hopper then.</summary>
internal sealed record CardStock(string Name, string What, string Blank);

/// <summary>How far the wall clock leaps, as libfaketime writes it (<c>+1d</c>), and after which step.</summary>
internal sealed record ClockLeap(string By, string After);

/// <summary>
/// The one table of faults and kill points, shared with the tests. Read strictly: what is unknown is an error.
/// </summary>
internal sealed record ScenarioFile(
    IReadOnlyList<FaultRow> Faults, IReadOnlyList<KillRow> Kills, IReadOnlyList<CardStock> Cards)
{
    private static readonly JsonSerializerOptions s_strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <exception cref="LauncherException">The file is absent, no JSON, or has a wrong key.</exception>
    public static ScenarioFile Read(string path)
    {
        try
        {
            var read = JsonSerializer.Deserialize<ScenarioFile>(File.ReadAllBytes(path), s_strict);
            return read ?? throw new LauncherException($"{path} holds null");
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw new LauncherException($"{path}: {e.Message}");
        }
    }
}
