namespace KioskSuite.KioskInABox.Customer;

/// <summary>Where somebody stands before a screen.</summary>
internal enum Gaze
{
    GoOn,

    /// <summary>Look away and look again: the screen was not ready for what was pressed.</summary>
    LookAgain,
    Done,
}

/// <summary>Follows a screen through restarts of its service, which may change its address.</summary>
internal sealed class Watching(Func<CancellationToken, Task<ScreenClient>> screen, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Shows every view to <paramref name="see"/> until it is done.</summary>
    /// <param name="arrived">Called whenever the screen is looked at anew.</param>
    public async Task FollowAsync(
        Action arrived, Func<ScreenClient, SeenView, CancellationToken, Task<Gaze>> see, CancellationToken stop)
    {
        while (!await LookAsync(await screen(stop), arrived, see, stop))
        {
            await Task.Delay(s_pause, time, stop);
        }
    }

    private static async Task<bool> LookAsync(
        ScreenClient client,
        Action arrived,
        Func<ScreenClient, SeenView, CancellationToken, Task<Gaze>> see,
        CancellationToken stop)
    {
        try
        {
            arrived();
            await foreach (var view in client.FollowAsync(stop))
            {
                switch (await see(client, view, stop))
                {
                    case Gaze.Done:
                        return true;
                    case Gaze.LookAgain:
                        return false;
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !stop.IsCancellationRequested)
        {
            // The service is away; whoever killed it starts it again.
        }

        return false;
    }
}
