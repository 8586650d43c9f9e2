using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace KioskSuite.KioskInABox.Customer;

/// <summary>The page's own requests and events, and nothing else.</summary>
internal sealed class ScreenClient(HttpClient http, Uri screen)
{
    private const int LongestEvent = 1 << 20;

    /// <summary>Asks for a session; false when the screen does not take one at this moment.</summary>
    public Task<bool> StartAsync(CancellationToken stop) => PostAsync("/session", null, stop);

    /// <summary>Presses an option; false when the screen moved on meanwhile, and the next event tells.</summary>
    public Task<bool> AnswerAsync(string question, string option, CancellationToken stop) =>
        PostAsync("/answers", new { question, option }, stop);

    /// <inheritdoc cref="AnswerAsync"/>
    public Task<bool> TellerAnswersAsync(string question, string option, CancellationToken stop) =>
        PostAsync("/teller/answers", new { question, option }, stop);

    /// <summary>Says that a colour of the flash is on the screen; false when no face check runs any more.</summary>
    public Task<bool> DisplayedAsync(int number, CancellationToken stop) =>
        PostAsync("/face/displayed", new { number, ageMs = 0 }, stop);

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

    private async Task<bool> PostAsync(string path, object? body, CancellationToken stop)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(screen, path), body, stop);
        if (answer.StatusCode == HttpStatusCode.Conflict)
        {
            return false;
        }

        answer.EnsureSuccessStatusCode();
        return true;
    }
}

/// <summary>The view as the page receives it; fields the hands do not look at are left out.</summary>
internal sealed record SeenView(
    long Version, ulong Case, string Scene, SeenQuestion? Question, SeenQuestion? TellerQuestion, long StoppedAt,
        string Outcome, bool Unsettled, string Offer = "issue", SeenFace? Face = null);

/// <summary>What the page shows of a face check.</summary>
internal sealed record SeenFace(string Prompt, SeenFlash? Flash = null);

internal sealed record SeenFlash(int Number, string Colour);

/// <summary>A question as the page shows it.</summary>
internal sealed record SeenQuestion(string Id, string Kind, IReadOnlyList<SeenOption> Options)
{
    /// <summary>The option wished for, or the first where it is not offered.</summary>
    public string Pick(string wished) =>
        Options.Any(o => o.Id == wished) || Options.Count == 0 ? wished : Options[0].Id;
}

internal sealed record SeenOption(string Id);
