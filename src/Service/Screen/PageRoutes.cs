using KioskSuite.Jobs.Board;
using KioskSuite.Service.Screen.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KioskSuite.Service.Screen;

/// <summary>Pages rendered on the server, the fragments that replace their middle, and their two assets.</summary>
internal static class PageRoutes
{
    public static void MapPages(this IEndpointRouteBuilder app, JourneyBoard board)
    {
        app.MapGet("/", () => Render<CustomerPage>(board));
        app.MapGet("/view", () => Render<CustomerView>(board));
        app.MapGet("/teller", () => Render<TellerPage>(board));
        app.MapGet("/teller/view", () => Render<TellerView>(board));
        app.MapGet("/assets/kiosk.css", () => Asset("kiosk.css", "text/css; charset=utf-8"));
        app.MapGet("/assets/kiosk.js", () => Asset("kiosk.js", "text/javascript; charset=utf-8"));
    }

    private static RazorComponentResult<T> Render<T>(JourneyBoard board)
        where T : IComponent => new(new Dictionary<string, object?> { ["View"] = board.View });

    private static IResult Asset(string name, string type) =>
        typeof(PageRoutes).Assembly.GetManifestResourceStream($"KioskSuite.Service.Assets.{name}") is { } stream
            ? Results.Stream(stream, type)
            : Results.NotFound();
}
