using KioskSuite.CentralSystem;
using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Issue;
using KioskSuite.KioskInABox.World;
using KioskSuite.Service.Health;
using KioskSuite.Simulation.Shared;

namespace KioskSuite.Simulation.Scenarios;

/// <summary>
/// Customer and teller before the board itself: what the launcher's hands do before the page, they do here.
/// </summary>
internal sealed class Visitor(Plant plant, SeedPerson person, TimeProvider time)
{
    private const int MostBeginnings = 4;
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan s_hope = TimeSpan.FromSeconds(10);
    private readonly SeededDocument _document = DocumentOf(person.Document);
    private Kiosk? _before;
    private ulong _caseBefore;
    private bool _began;
    private int _beginnings;
    private PhysicalCard? _card;
    private bool _putBack;
    private TimeSpan _hoped;

    /// <summary>Until the session has ended on the screen, or patience has.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var done = false;
        for (var waited = TimeSpan.Zero; !done && waited < s_patience; waited += s_glance)
        {
            done = plant.Kiosk is { } kiosk && await SeeAsync(kiosk, kiosk.Board.View);
            await Task.Delay(s_glance, time, stop);
        }

        plant.World.DocumentOnReader = null;
    }

    /// <summary>The teller stays for ever.</summary>
    public async Task TellAsync(CancellationToken stop)
    {
        while (true)
        {
            if (plant.Kiosk is { } kiosk && kiosk.Board.View.TellerQuestion is { } asked)
            {
                kiosk.Board.Answer(asked.Id, Say(asked), teller: true);
            }

            await Task.Delay(s_glance, time, stop);
        }
    }

    private static SeededDocument DocumentOf(SeedPaper p) => new(
        p.Kind, p.Number, p.Name, p.Sex, p.Ethnicity, p.Birth, p.Address, p.Authority, p.ValidFrom, p.ValidTo);

    private string Say(PendingQuestion asked)
    {
        if (asked.Kind == Names.Of(Messages.Entries.Question.TellersEyes) && plant.Face is { IsStranger: true })
        {
            return asked.Options[^1].Id;
        }

        var last = plant.World.Cards.Count > 0 ? plant.World.Cards[^1].Place : Place.Hopper;
        return asked.Kind == Names.Of(Messages.Entries.Question.WhereIsTheCard)
            ? last == Place.Taken ? Decisions.Taken : Decisions.NotTaken
            : asked.Options[0].Id;
    }

    private async Task<bool> SeeAsync(Kiosk kiosk, JourneyView view)
    {
        _began &= ReferenceEquals(_before, kiosk);
        _before = kiosk;
        plant.World.DocumentOnReader = view.Scene == Scene.Document ? _document : null;
        await PutBackAsync(view);
        Look(kiosk, view);
        switch (view.Scene)
        {
            case Scene.End when _beginnings > 0 && view.Case != _caseBefore:
                return true;
            case Scene.Welcome or Scene.End when !_began:
                return Begin(kiosk, view);
            case Scene.Question when view.Question is { } asked:
                kiosk.Board.Answer(asked.Id, Wish(asked), teller: false);
                break;
            case Scene.TakeCard:
                Take();
                break;
        }

        return false;
    }

    // What the page does: it is looked at, and says when a colour is on it.
    private void Look(Kiosk kiosk, JourneyView view)
    {
        var colour = view.Face?.Flash?.Colour.ToString().ToLowerInvariant();
        plant.Face?.Presence.See(Words.Of(view.Face?.Prompt ?? FacePrompt.None), colour);
        if (view.Face?.Flash is { } flash)
        {
            kiosk.Face!.Displayed(flash.Number, TimeSpan.Zero);
        }
    }

    private bool Begin(Kiosk kiosk, JourneyView view)
    {
        if (_card is not null || _beginnings == MostBeginnings)
        {
            return true;
        }

        _hoped = view.Offer == Offer.StopOnly ? _hoped + s_glance : TimeSpan.Zero;
        if ((_hoped == TimeSpan.Zero || _hoped >= s_hope) && kiosk.Board.Start())
        {
            (_began, _caseBefore) = (true, view.Case);
            _beginnings++;
        }

        return false;
    }

    private string Wish(PendingQuestion asked)
    {
        var lost = person.Accounts[0].Card;
        return asked.Options.Any(o => o.Id == lost) ? lost : asked.Options[0].Id;
    }

    private void Take()
    {
        if (!plant.World.Has(Fault.NotTaken) && plant.World.At(Place.Exit) is { } card)
        {
            _card = card;
            plant.World.Move(card, Place.Taken);
        }
    }

    private async Task PutBackAsync(JourneyView view)
    {
        if (_card is { } card && view.Scene != Scene.TakeCard && plant.World.Has(Fault.PutBack) && !_putBack)
        {
            _putBack = true;
            plant.World.Move(card, Place.Exit);
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            plant.World.Move(card, Place.Taken);
        }
    }
}
