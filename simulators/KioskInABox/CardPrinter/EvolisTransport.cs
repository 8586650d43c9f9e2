using KioskSuite.Devices;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.CardPrinter;

/// <summary>The card's way through the printer; durations are guesses to be measured, times the factor.</summary>
internal sealed class EvolisTransport(
    World.World world, TimeProvider time, SimulatedEvolisOptions options, EvolisMechanics mechanics)
{
    private const string Jammed = "ERR MECHANICAL";
    private const string NoBlank = "ERR FEEDER EMPTY";

    private static readonly TimeSpan Feeding = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Moving = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Printing = TimeSpan.FromSeconds(18);
    private static readonly TimeSpan Ejecting = TimeSpan.FromSeconds(1.5);

    private PhysicalCard? Inside => world.At(Place.ChipStation) ?? world.At(Place.Printer);

    public Task<string> ToStationAsync(CancellationToken stop) => InsertAsync(Place.ChipStation, stop);

    public Task<string> ToPrinterAsync(CancellationToken stop) => InsertAsync(Place.Printer, stop);

    public Task<string> FromBezelAsync(CancellationToken stop) =>
        MoveAsync(EvolisMovement.DrawIn, world.At(Place.Exit), Place.Printer, Ejecting, stop);

    public Task<string> RejectAsync(CancellationToken stop) => mechanics.RejectBoxFull
        ? Task.FromResult("ERR REJECT BOX FULL")
        : MoveAsync(EvolisMovement.Reject, Inside, Place.Retained, Ejecting, stop);

    public async Task<string> PresentAsync(CancellationToken stop)
    {
        var said = await MoveAsync(EvolisMovement.Present, Inside, Place.Exit, Ejecting, stop);
        if (options.Trouble == EvolisTrouble.DrawsInAgain && world.At(Place.Exit) is { } card)
        {
            world.Move(card, Place.Printer);
        }

        if (world.Has(Fault.PulledWhilePresented))
        {
            world.Take();
        }

        return said;
    }

    /// <summary>As the real one, it inserts a fresh blank when no card is inside.</summary>
    public async Task<string> PrintAsync(Func<byte[]> face, CancellationToken stop)
    {
        mechanics.Begin(EvolisMovement.Print);
        stop.ThrowIfCancellationRequested();
        var ready = mechanics.Blocked ?? (mechanics.RibbonLeft == 0 ? "ERR RIBBON ENDED" : null);
        ready ??= await InsertAsync(Place.Printer, stop);
        if (ready != "OK" || world.At(Place.Printer) is not { } card || mechanics.Blocked is not null)
        {
            return ready;
        }

        if (mechanics.Sticks(EvolisMovement.Print))
        {
            return Jammed;
        }

        await WaitAsync(Printing, stop);
        card.Face = face();
        mechanics.CountPrint();
        return "OK";
    }

    private async Task<string> InsertAsync(Place to, CancellationToken stop)
    {
        if (Inside is { } card)
        {
            return card.Place == to && mechanics.Blocked is null
                ? "OK"
                : await MoveAsync(EvolisMovement.LeaveStation, card, to, Moving, stop);
        }

        mechanics.Begin(EvolisMovement.Feed);
        if (mechanics.Blocked is { } said)
        {
            return said;
        }

        if (mechanics.FeederEmpty || world.Has(Fault.FeederEmptyAtFeed))
        {
            return NoBlank;
        }

        await WaitAsync(Feeding, stop);
        return world.Feed(to) is null ? NoBlank : mechanics.Sticks(EvolisMovement.Feed) ? Jammed : "OK";
    }

    private async Task<string> MoveAsync(
        EvolisMovement movement, PhysicalCard? card, Place to, TimeSpan takes, CancellationToken stop)
    {
        mechanics.Begin(movement);
        if (mechanics.Blocked is { } said)
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

        if (mechanics.Sticks(movement))
        {
            return Jammed;
        }

        world.Move(card, to);
        return "OK";
    }

    private Task WaitAsync(TimeSpan takes, CancellationToken stop) =>
        options.TimeFactor > 0 ? Task.Delay(takes * options.TimeFactor, time, stop) : Task.CompletedTask;
}
