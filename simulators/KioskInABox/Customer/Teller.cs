using KioskSuite.Devices;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.Customer;

/// <summary>
/// The Teller: compares the person, and when the kiosk asks staff, goes and looks where the card really is.
/// </summary>
internal sealed class Teller(World.World world)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, PhysicalCard> _lastOfCase = [];
    private ulong _shown;

    /// <summary>Answers what the teller's page asks, until stopped.</summary>
    public async Task RunAsync(Watching screen, CancellationToken stop)
    {
        world.CardMoved += Note;
        try
        {
            await screen.FollowAsync(() => { }, SeeAsync, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end of the day.
        }
        finally
        {
            world.CardMoved -= Note;
        }
    }

    private async Task<Gaze> SeeAsync(ScreenClient client, SeenView view, CancellationToken stop)
    {
        lock (_gate)
        {
            _shown = view.Case;
        }

        if (view.TellerQuestion is { } question)
        {
            await client.TellerAnswersAsync(question.Id, question.Pick(Wish(question.Kind, view.Case)), stop);
        }

        return Gaze.GoOn;
    }

    private string Wish(string kind, ulong @case) => kind switch
    {
        "where-is-card" => IsTaken(@case) ? "taken" : "not-taken",
        "counters-differ" => "accept",
        "teller" => world.IsStranger ? "no" : "yes",
        _ => "yes",
    };

    private bool IsTaken(ulong @case)
    {
        lock (_gate)
        {
            return _lastOfCase.GetValueOrDefault(@case)?.Place == Place.Taken;
        }
    }

    // The blank that leaves the hopper belongs to the case on the screen.
    private void Note(PhysicalCard card, Place from, Place to)
    {
        if (from == Place.Hopper)
        {
            lock (_gate)
            {
                _lastOfCase[_shown] = card;
            }
        }
    }
}
