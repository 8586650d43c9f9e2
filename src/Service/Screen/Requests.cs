using System.Text.Json;
using KioskSuite.Jobs.Board;

namespace KioskSuite.Service.Screen;

/// <summary>What a screen may ask: start, answer, follow. It decides nothing.</summary>
internal static class Requests
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static void MapRequests(this IEndpointRouteBuilder app, JourneyBoard board)
    {
        app.MapPost("/session", () => board.Start() ? Results.NoContent() : Results.Conflict());
        app.MapPost("/answers", (AnswerRequest a) => Answer(board, a, teller: false));
        app.MapPost("/teller/answers", (AnswerRequest a) => Answer(board, a, teller: true));
        app.MapGet("/events", (HttpContext context) => FollowAsync(context, board));
        app.MapGet("/teller/portrait", (HttpContext context) => PortraitAsync(context, board));
    }

    private static IResult Answer(JourneyBoard board, AnswerRequest a, bool teller) =>
        board.Answer(a.Question, a.Option, teller) ? Results.NoContent() : Results.Conflict();

    /// <summary>Server-sent events: each is the whole view as JSON, its id the version.</summary>
    private static async Task FollowAsync(HttpContext context, JourneyBoard board)
    {
        var stop = context.RequestAborted;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            for (var seen = -1L; ;)
            {
                await board.WaitBeyondAsync(seen, stop);
                var view = board.View;
                seen = view.Version;
                var data = JsonSerializer.Serialize(view, s_json);
                await context.Response.WriteAsync($"id: {seen}\ndata: {data}\n\n", stop);
                await context.Response.Body.FlushAsync(stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The page went away.
        }
    }

    private static async Task PortraitAsync(HttpContext context, JourneyBoard board)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (board.Portrait is not { } portrait)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "image/jpeg";
        await context.Response.Body.WriteAsync(portrait.Jpeg, context.RequestAborted);
    }
}

/// <summary>An answer to the question that the screen shows.</summary>
internal sealed record AnswerRequest(string Question, string Option);
