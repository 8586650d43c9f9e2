using System.Text.Json;

namespace KioskSuite.Dev.Demo;

/// <summary>
/// Follows the service's screen events as any page does, prints steps as they end, and remembers them.
/// </summary>
internal sealed class LiveView(HttpClient http, TextWriter progress, bool keepSteps)
{
    private const int DataPrefix = 6;
    private readonly List<StepLine> _steps = [];
    private readonly List<StepLine> _lastSeen = [];

    public IReadOnlyList<StepLine> Steps => _steps;

    /// <summary>Told of each step that ended, at once.</summary>
    public Action<StepLine> Ended { get; set; } = _ => { };

    /// <summary>Until the service ends, is killed, or the run is over.</summary>
    public async Task FollowAsync(Uri screen, CancellationToken stop)
    {
        _lastSeen.Clear();
        try
        {
            await using var stream = await http.GetStreamAsync(new Uri(screen, "/events"), stop);
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync(stop) is { } line)
            {
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    See(JsonSerializer.Deserialize<View>(line.AsSpan(DataPrefix), JsonSerializerOptions.Web)!);
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The service is gone; whoever restarts it calls again.
        }
    }

    private void See(View view)
    {
        for (var i = 0; i < view.Steps.Count; i++)
        {
            var step = view.Steps[i];
            if (i >= _lastSeen.Count)
            {
                _lastSeen.Add(step with { State = "" });
            }

            if (step.State != "running" && _lastSeen[i].State != step.State)
            {
                Print(step);
            }

            _lastSeen[i] = step;
        }

        if (view.Steps.Count < _lastSeen.Count)
        {
            _lastSeen.Clear();
        }
    }

    private void Print(StepLine step)
    {
        var mark = step.State == "done" ? "✓" : "✗";
        progress.WriteLine($"  {mark} {step.Name,-16} {step.Device,-10} {step.Link,-7} {step.Ms,8:0} ms");
        if (keepSteps)
        {
            _steps.Add(step);
        }

        Ended(step);
    }

    private sealed record View(IReadOnlyList<StepLine> Steps);
}

/// <summary>One step as the JSON result shows it, with its state.</summary>
internal sealed record StepLine(string Name, string Device, string Link, double Ms, string State);
