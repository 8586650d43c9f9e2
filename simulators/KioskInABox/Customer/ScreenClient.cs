using System.Net.Http.Json;
using System.Text.Json;

namespace KioskSuite.KioskInABox.Customer;

/// <summary>The page's own requests and events, and nothing else.</summary>
internal sealed class ScreenClient(HttpClient http, Uri screen)
{
    private const int LongestEvent = 1 << 20;

    public Task StartAsync(CancellationToken stop) => PostAsync("/session", null, stop);

    public Task AnswerAsync(string question, string option, CancellationToken stop) =>
        PostAsync("/answers", new { question, option }, stop);

    public Task TellerAnswersAsync(string question, string option, CancellationToken stop) =>
        PostAsync("/teller/answers", new { question, option }, stop);

    /// <summary>Every view that the screen is told of, until the line breaks.</summary>
    public async IAsyncEnumerable<SeenView> FollowAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var stream = await http.GetStreamAsync(new Uri(screen, "/events"), stop);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(stop) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && line.Length < LongestEvent)
            {
                yield return JsonSerializer.Deserialize<SeenView>(line.AsSpan(6), JsonSerializerOptions.Web)!;
            }
        }
    }

    private async Task PostAsync(string path, object? body, CancellationToken stop)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(screen, path), body, stop);
        // A conflict means that the screen moved on meanwhile; the next event tells.
        if (answer.StatusCode != System.Net.HttpStatusCode.Conflict)
        {
            answer.EnsureSuccessStatusCode();
        }
    }
}

/// <summary>The view as the page receives it; fields the hands do not look at are left out.</summary>
internal sealed record SeenView(
    long Version, string Scene, SeenQuestion? Question, SeenQuestion? TellerQuestion, long StoppedAt, string Outcome,
        bool Unsettled);

internal sealed record SeenQuestion(string Id, string Kind, IReadOnlyList<SeenOption> Options);

internal sealed record SeenOption(string Id);
