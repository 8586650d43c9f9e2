using System.Net.Http.Json;
using System.Text.Json;

namespace KioskSuite.Dev.Demo;

/// <summary>Asks a service whether it has come to rest.</summary>
internal static class Settling
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until start-up is settled, nothing is open and central has acknowledged the last entry.</summary>
    public static async Task WaitAsync(HttpClient http, Uri screen, TimeSpan within, CancellationToken stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(within);
        var last = "nothing";
        try
        {
            while (true)
            {
                var status = await http.GetFromJsonAsync<JsonElement>(
                    new Uri(screen, "/health/status"), deadline.Token);
                if (IsSettled(status))
                {
                    return;
                }

                last = status.GetRawText();
                await Task.Delay(s_pause, TimeProvider.System, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new LauncherException($"the service did not settle within {within.TotalSeconds:0} s: {last}");
        }
    }

    private static bool IsSettled(JsonElement status) =>
        status.GetProperty(status.TryGetProperty("settled", out _) ? "settled" : "ready").GetBoolean()
        && status.GetProperty("openCases").GetInt32() == 0
        && status.GetProperty("acknowledged").GetUInt64() == status.GetProperty("entries").GetUInt64();
}
