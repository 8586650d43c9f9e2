using KioskSuite.KioskInABox.Camera;

namespace KioskSuite.KioskInABox.Customer;

/// <summary>
/// The customer's eyes and body before the camera: does what the screen asks, is lit by what it shows. Presses nothing.
/// </summary>
internal sealed class Sitter(Presence presence)
{
    /// <summary>Watches the screen until stopped.</summary>
    public async Task RunAsync(Watching screen, CancellationToken stop)
    {
        try
        {
            await screen.FollowAsync(() => presence.See("none", null), SeeAsync, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end of the day.
        }
    }

    private Task<Gaze> SeeAsync(ScreenClient client, SeenView view, CancellationToken stop)
    {
        presence.See(view.Face?.Prompt ?? "none", view.Face?.Flash?.Colour);
        return Task.FromResult(Gaze.GoOn);
    }
}
