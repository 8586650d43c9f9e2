using KioskSuite.Devices;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.CardPrinter;

/// <summary>The card's way through the printer; durations are guesses to be measured, times the factor.</summary>
internal sealed class EvolisTransport(World.World world, TimeProvider time, SimulatedEvolisOptions options)
{
    private const string Jammed = "ERR MECHANICAL";

    private static readonly TimeSpan Feeding = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Moving = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Printing = TimeSpan.FromSeconds(18);
    private static readonly TimeSpan Ejecting = TimeSpan.FromSeconds(1.5);

    private bool _stuck;

    public bool FeederEmpty => options.Trouble == EvolisTrouble.FeederEmpty || world.Hopper == 0;

    public bool RejectBoxFull => options.Trouble == EvolisTrouble.RejectBoxFull
        || world.Cards.Count(c => c.Place == Place.Retained) >= options.RejectBox;

    private PhysicalCard? Inside => world.At(Place.ChipStation) ?? world.At(Place.Printer);

    public Task<string> ToStationAsync(CancellationToken stop) => InsertAsync(Place.ChipStation, stop);

    public Task<string> ToPrinterAsync(CancellationToken stop) => InsertAsync(Place.Printer, stop);

    public Task<string> FromBezelAsync(CancellationToken stop) =>
        MoveAsync(world.At(Place.Exit), Place.Printer, Ejecting, stop);

    public Task<string> RejectAsync(CancellationToken stop) => RejectBoxFull
        ? Task.FromResult("ERR REJECT BOX FULL")
        : MoveAsync(Inside, Place.Retained, Ejecting, stop);

    public async Task<string> PresentAsync(CancellationToken stop)
    {
        var said = await MoveAsync(Inside, Place.Exit, Ejecting, stop);
        if (options.Trouble == EvolisTrouble.DrawsInAgain && world.At(Place.Exit) is { } card)
        {
            world.Move(card, Place.Printer);
        }

        return said;
    }

    /// <summary>As the real one, it inserts a fresh blank when no card is inside.</summary>
    public async Task<string> PrintAsync(Func<byte[]> face, CancellationToken stop)
    {
        var inserted = Blocked() ?? await InsertAsync(Place.Printer, stop);
        if (inserted != "OK" || world.At(Place.Printer) is not { } card || Blocked() is not null)
        {
            return inserted;
        }

        if (world.Has(Fault.JamAtPrint))
        {
            _stuck = true;
            return Jammed;
        }

        await WaitAsync(Printing, stop);
        card.Face = face();
        return "OK";
    }

    private async Task<string> InsertAsync(Place to, CancellationToken stop)
    {
        if (Inside is { } card)
        {
            return card.Place == to && !_stuck ? "OK" : await MoveAsync(card, to, Moving, stop);
        }

        if (Blocked() is { } said)
        {
            return said;
        }

        if (FeederEmpty)
        {
            return "ERR FEEDER EMPTY";
        }

        await WaitAsync(Feeding, stop);
        return world.Feed(to) is null ? "ERR FEEDER EMPTY" : "OK";
    }

    private async Task<string> MoveAsync(PhysicalCard? card, Place to, TimeSpan takes, CancellationToken stop)
    {
        if (Blocked() is { } said)
        {
            return said;
        }

        if (card is null)
        {
            return "ERROR NO CARD";
        }

        var from = card.Place;
        await WaitAsync(takes, stop);
        if (card.Place != from)
        {
            return "ERROR NO CARD";
        }

        world.Move(card, to);
        return "OK";
    }

    /// <summary>What keeps any card from moving, or null.</summary>
    private string? Blocked() => options.Trouble == EvolisTrouble.OkWithoutMoving ? "OK"
        : options.Trouble == EvolisTrouble.CoverOpen ? "ERR COVER OPEN"
        : _stuck ? Jammed
        : null;

    private Task WaitAsync(TimeSpan takes, CancellationToken stop) =>
        options.TimeFactor > 0 ? Task.Delay(takes * options.TimeFactor, time, stop) : Task.CompletedTask;
}
