using KioskSuite.Jobs.Board;

namespace KioskSuite.Service.Screen;

/// <summary>What the screen before the person says while a face check runs, and the person's own picture.</summary>
internal static class FaceRequests
{
    private const double MostMs = 60_000;

    public static void MapFace(this IEndpointRouteBuilder app, FaceBoard face)
    {
        var picture = new OwnPicture(face);
        app.MapPost("/face/displayed", (ColourDisplayed shown) => Accepted(Displayed(face, shown)));
        app.MapPost("/face/other-way", () => Accepted(face.Leave()));
        app.MapGet("/camera", (HttpContext context) => picture.StreamAsync(context));
    }

    private static bool Displayed(FaceBoard face, ColourDisplayed shown) =>
        shown.AgeMs is >= 0 and <= MostMs && face.Displayed(shown.Number, TimeSpan.FromMilliseconds(shown.AgeMs));

    private static IResult Accepted(bool accepted) => accepted ? Results.NoContent() : Results.Conflict();
}

/// <summary>Colour <paramref name="Number"/> has been on the screen for so many milliseconds.</summary>
internal sealed record ColourDisplayed(int Number, double AgeMs);
