using KioskSuite.Jobs.Board;
using KioskSuite.Service.Screen.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KioskSuite.Service.Screen;

/// <summary>Pages rendered on the server, the fragments that replace their middle, and their assets.</summary>
internal static class PageRoutes
{
    public static void MapPages(this IEndpointRouteBuilder app, JourneyBoard board)
    {
        app.MapGet("/", () => Render<CustomerPage>(board.View));
        app.MapGet("/view", (ulong? left) => Render<CustomerView>(Unless(left, board.View)));
        app.MapGet("/teller", () => RenderTeller<TellerPage>(board));
        app.MapGet("/teller/view", () => RenderTeller<TellerView>(board));
        app.MapGet("/assets/kiosk.css", () => Asset("kiosk.css", "text/css; charset=utf-8"));
        app.MapGet("/assets/kiosk.js", () => Asset("kiosk.js", "text/javascript; charset=utf-8"));
        app.MapGet("/assets/kiosk.svg", () => Asset("kiosk.svg", "image/svg+xml"));
    }

    // The next customer must not read how the last one's visit ended, nor the masked number in it.
    private static JourneyView Unless(ulong? left, JourneyView view) =>
        view.Scene == Scene.End && view.Case == left
            ? new JourneyView { Version = view.Version, Scene = Scene.Welcome, Offer = view.Offer }
            : view;

    private static RazorComponentResult<T> Render<T>(JourneyView view)
        where T : IComponent => new(new Dictionary<string, object?> { ["View"] = view });

    private static RazorComponentResult<T> RenderTeller<T>(JourneyBoard board)
        where T : IComponent =>
        new(new Dictionary<string, object?> { ["View"] = board.View, ["HasPortrait"] = board.Portrait is not null });

    private static IResult Asset(string name, string type) =>
        typeof(PageRoutes).Assembly.GetManifestResourceStream($"KioskSuite.Service.Assets.{name}") is { } stream
            ? Results.Stream(stream, type)
            : Results.NotFound();
}
