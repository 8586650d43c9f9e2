using KioskSuite.Devices;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.Customer;

/// <summary>
/// The Customer and the Teller: they see what the page sees, press what the page offers, and act in the world: put the
/// document down, take the card. A fault in the world changes what they do; the product does not know of them.
/// </summary>
internal sealed class Hands(World.World world, SeededDocument document, string lostCard, IShop shop, TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private readonly HashSet<string> _done = [];
    private bool _began;

    /// <summary>Follows the screen until the session that these hands began has ended; returns its outcome.</summary>
    /// <remarks>
    /// A service that was restarted is followed again at the address that <paramref name="screen"/> gives then.
    /// </remarks>
    public async Task<string> RunAsync(Func<CancellationToken, Task<ScreenClient>> screen, CancellationToken stop)
    {
        await shop.TryOldCardAsync("before-report", stop);
        while (true)
        {
            var client = await screen(stop);
            try
            {
                await foreach (var view in client.FollowAsync(stop))
                {
                    if (await SeeAsync(client, view, stop) is { } outcome)
                    {
                        return outcome;
                    }
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException && !stop.IsCancellationRequested)
            {
                await Task.Delay(s_pause, time, stop);
            }
        }
    }

    private async Task<string?> SeeAsync(ScreenClient client, SeenView view, CancellationToken stop)
    {
        world.DocumentOnReader = view.Scene == "document" ? document : null;
        if (view.StoppedAt > 0 && _done.Add("after-report"))
        {
            await shop.TryOldCardAsync("after-report", stop);
        }

        switch (view.Scene)
        {
            case "welcome" when !_began:
                _began = true;
                await client.StartAsync(stop);
                break;
            case "question" when view.Question is { } question:
                await client.AnswerAsync(question.Id, Choice(question), stop);
                break;
            case "waiting" when view.TellerQuestion is { } eyes:
                await client.TellerAnswersAsync(eyes.Id, "yes", stop);
                break;
            case "take-card":
                await TakeAsync(stop);
                break;
            case "end" when _began:
                return await EndAsync(view, stop);
        }

        return null;
    }

    private string Choice(SeenQuestion question) => question.Kind == "choose-card" ? lostCard : "yes";

    private async Task TakeAsync(CancellationToken stop)
    {
        if (world.Has(Fault.NotTaken) || world.At(Place.Exit) is not { } card)
        {
            return;
        }

        await shop.TryNewCardAsync(card, "before-activation", stop);
        world.Move(card, Place.Taken);
    }

    private async Task<string> EndAsync(SeenView view, CancellationToken stop)
    {
        if (view.Outcome == "card-taken" && !view.Unsettled
            && world.Cards.FirstOrDefault(c => c.Place == Place.Taken) is { } card)
        {
            await shop.TryNewCardAsync(card, "after-activation", stop);
        }

        return view.Outcome;
    }
}
