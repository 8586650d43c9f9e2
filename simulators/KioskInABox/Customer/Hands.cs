using KioskSuite.Devices;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.Customer;

/// <summary>
/// The Customer: sees what the page sees, presses what the page offers, and acts in the world: puts the document down,
/// takes the card. A fault in the world changes what they do; the product does not know of them.
/// </summary>
/// <param name="lostCard">Central's reference of the card to report, where it is offered.</param>
internal sealed class Hands(World.World world, SeededDocument document, string lostCard, IShop shop, TimeProvider time)
{
    /// <summary>What a customer says who never got a session, or whose session was gone with the service.</summary>
    public const string Left = "left";

    private const int MostBeginnings = 4;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_hope = TimeSpan.FromSeconds(8);
    private readonly HashSet<string> _done = [];
    private long _hopesSince;
    private bool _began;
    private int _beginnings;
    private ulong _before;
    private SeenFlash? _colour;
    private PhysicalCard? _card;
    private string _outcome = Left;

    /// <summary>Follows the screen until the session that these hands began has ended; returns its outcome.</summary>
    public async Task<string> RunAsync(Watching screen, CancellationToken stop)
    {
        await shop.TryOldCardAsync("before-report", stop);
        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            await screen.FollowAsync(() => _began = false, SeeAsync, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            // Nobody waits for ever before a machine.
        }

        world.DocumentOnReader = null;
        return _outcome;
    }

    private async Task<Gaze> SeeAsync(ScreenClient client, SeenView view, CancellationToken stop)
    {
        world.DocumentOnReader = view.Scene == "document" ? document : null;
        if (_beginnings > 0 && view.StoppedAt > 0 && _done.Add("after-report"))
        {
            await shop.TryOldCardAsync("after-report", stop);
        }

        if (_card is not null && view.Scene != "take-card" && world.Has(Fault.PutBack) && _done.Add("put-back"))
        {
            await PutBackAsync(_card, stop);
        }

        await TellColourAsync(client, view.Face, stop);
        switch (view.Scene)
        {
            case "end" when _beginnings > 0 && view.Case != _before:
                return await EndAsync(view, stop);
            case "welcome" or "end" when !_began:
                return await BeginAsync(client, view, stop);
            case "question" when view.Question is { } question:
                await client.AnswerAsync(question.Id, question.Pick(Wish(question)), stop);
                break;
            case "take-card":
                await TakeAsync(stop);
                break;
        }

        return Gaze.GoOn;
    }

    // After a restart the welcome means that the session is gone: begin again, or leave with the card in hand.
    private async Task<Gaze> BeginAsync(ScreenClient client, SeenView view, CancellationToken stop)
    {
        if (_card is not null || _beginnings == MostBeginnings)
        {
            return Gaze.Done;
        }

        if (view.Offer == "nothing")
        {
            return Gaze.GoOn;
        }

        if (HopesForMore(view) || !await client.StartAsync(stop))
        {
            return Gaze.LookAgain;
        }

        (_began, _before) = (true, view.Case);
        _beginnings++;
        return Gaze.GoOn;
    }

    // Who came for a card does not settle for a stop at once: a machine that was just switched on may soon do more.
    private bool HopesForMore(SeenView view)
    {
        _hopesSince = view.Offer != "stop-only" ? 0 : _hopesSince > 0 ? _hopesSince : time.GetTimestamp();
        return _hopesSince > 0 && time.GetElapsedTime(_hopesSince) < s_hope;
    }

    // What the page does when it has painted a colour.
    private async Task TellColourAsync(ScreenClient client, SeenFace? face, CancellationToken stop)
    {
        if (face?.Flash is { } colour && colour != _colour)
        {
            await client.DisplayedAsync(colour.Number, stop);
        }

        _colour = face?.Flash;
    }

    private string Wish(SeenQuestion question) => question.Kind == "choose-card" ? lostCard : "yes";

    private async Task TakeAsync(CancellationToken stop)
    {
        if (world.Has(Fault.NotTaken) || world.At(Place.Exit) is not { } card)
        {
            return;
        }

        await shop.TryNewCardAsync(card, "before-activation", stop);
        _card = card;
        world.Move(card, Place.Taken);
    }

    private async Task PutBackAsync(PhysicalCard card, CancellationToken stop)
    {
        world.Move(card, Place.Exit);
        await Task.Delay(s_second, time, stop);
        world.Move(card, Place.Taken);
    }

    private async Task<Gaze> EndAsync(SeenView view, CancellationToken stop)
    {
        if (view.Outcome == "card-taken" && !view.Unsettled)
        {
            await shop.TryTakenCardAsync(world, stop);
        }

        _outcome = view.Outcome;
        return Gaze.Done;
    }
}
