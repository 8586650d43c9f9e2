using System.Text.Json;
using Spectre.Console;

namespace KioskSuite.ConsoleTool;

/// <summary>One device as the service tells it; words as they came, made safe for a terminal.</summary>
/// <param name="Since">Unix milliseconds, or 0 where none was said.</param>
internal sealed record DeviceLine(string Name, string Link, string State, string Fault, string Soon, long Since)
{
    /// <summary>Null where the element is no such record.</summary>
    public static DeviceLine? Parse(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && Word(item, "name") is { Length: > 0 } name
            && Word(item, "state") is { Length: > 0 } state
            ? new(name, Word(item, "link"), state, Word(item, "fault"), Word(item, "soon"), Number(item, "since"))
            : null;

    private static string Word(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? SafeText.Of(value.GetString() ?? "", 30)
            : "";

    private static long Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number)
            ? number
            : 0;
}

/// <summary>
/// Devices for somebody who kneels before the machine with a torch: what is wrong since when, now or soon, who can mend
/// it, whether it goes away by itself, and what to try first.
/// </summary>
internal sealed class DeviceLines(IAnsiConsole console, TimeProvider time)
{
    public void Show(IReadOnlyList<DeviceLine> devices)
    {
        console.Heading("Devices");
        var (names, links, states) = (Widest(devices, d => d.Name), Widest(devices, d => d.Link),
            Widest(devices, d => d.State));
        foreach (var d in devices)
        {
            var what = $"{d.Name.PadRight(names)}  {d.Link.PadRight(links)}  {d.State.PadRight(states)}";
            console.WriteLine($"  {what}  {Since(d)}".TrimEnd());
            Advise("now", d.Fault);
            Advise("soon", d.Soon);
        }
    }

    private void Advise(string when, string fault)
    {
        if (fault.Length == 0)
        {
            return;
        }

        var advice = FaultAdvice.Of(fault);
        console.WriteLine($"    {when,-5} {advice.Means} ({fault})");
        var clears = advice.Clears ? "the kiosk notices when it is mended" : "start the service again once mended";
        console.WriteLine($"    who   {advice.Who}; {clears}");
        console.WriteLine($"    do    {advice.Do}");
    }

    private string Since(DeviceLine d)
    {
        if (d.Since == 0)
        {
            return "";
        }

        var seconds = (time.GetUtcNow().ToUnixTimeMilliseconds() - d.Since) / 1000;
        var ago = seconds switch
        {
            < 0 => "the clock was set back",
            < 120 => $"{seconds} s",
            < 7_200 => $"{seconds / 60} min",
            < 172_800 => $"{seconds / 3_600} h",
            _ => $"{seconds / 86_400} days",
        };
        return $"since {Screen.Time(time, d.Since)} ({ago})";
    }

    private static int Widest(IReadOnlyList<DeviceLine> devices, Func<DeviceLine, string> part) =>
        devices.Max(d => part(d).Length);
}
