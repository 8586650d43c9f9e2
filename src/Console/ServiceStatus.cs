using System.Text.Json;

namespace KioskSuite.ConsoleTool;

/// <summary>What was answered: names and values, and the devices where they were told as records.</summary>
internal sealed record ServiceAnswer(
    IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<DeviceLine> Devices);

/// <summary>What the running service says about itself, as names and values whatever its shape.</summary>
internal static class ServiceStatus
{
    private const int MostLines = 60;
    private const int MostBytes = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>GET /health/status. Never throws for what the other side does; one line says what went wrong.</summary>
    public static async Task<ServiceAnswer> AskAsync(
        Uri service, TimeProvider time, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        using var http = new HttpClient { MaxResponseContentBufferSize = MostBytes };
        try
        {
            using var answer = await http.GetAsync(new Uri(service, "/health/status"), either.Token);
            if (!answer.IsSuccessStatusCode)
                return Only("answers", $"HTTP {(int)answer.StatusCode}");
            using var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(either.Token));
            var (lines, devices) = (new List<(string, string)>(), Devices(body.RootElement));
            Add(lines, "", body.RootElement, devices.Count > 0 ? "devices" : "");
            return new ServiceAnswer(lines, devices);
        }
        catch (HttpRequestException)
        {
            return Only("service", "not reachable");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Only("service", "gave no answer in time");
        }
        catch (JsonException)
        {
            return Only("service", "answers something that is no status");
        }
    }

    private static ServiceAnswer Only(string name, string value) => new([(name, value)], []);

    /// <summary>Empty unless every item is a device's record; then they are shown as any other values.</summary>
    private static List<DeviceLine> Devices(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("devices", out var list)
            || list.ValueKind != JsonValueKind.Array)
            return [];
        var devices = list.EnumerateArray().Take(MostLines).Select(DeviceLine.Parse).ToList();
        return devices.Contains(null) ? [] : devices.OfType<DeviceLine>().ToList();
    }

    private static void Add(List<(string Name, string Value)> lines, string name, JsonElement value, string without)
    {
        if (lines.Count >= MostLines)
            return;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject().Where(p => p.Name != without))
                {
                    Add(lines, name.Length == 0 ? property.Name : $"{name}.{property.Name}", property.Value, "");
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray().Take(MostLines - lines.Count))
                {
                    lines.Add((SafeText.Of(name, 40), SafeText.Of(OneLine(item))));
                }

                break;
            default:
                lines.Add((SafeText.Of(name, 40), SafeText.Of(value.ToString())));
                break;
        }
    }

    private static string OneLine(JsonElement item) => item.ValueKind == JsonValueKind.Object
        ? string.Join("  ", item.EnumerateObject().Where(IsSet).Select(p => $"{p.Name} {p.Value}"))
        : item.ToString();

    private static bool IsSet(JsonProperty property) => property.Value.ToString().Length > 0;
}
