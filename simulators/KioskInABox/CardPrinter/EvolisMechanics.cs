using KioskSuite.KioskInABox.Links;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.CardPrinter;

/// <summary>What the motors are told to do with a card.</summary>
internal enum EvolisMovement
{
    Feed,
    LeaveStation,
    Print,
    Present,
    DrawIn,
    Reject,
}

/// <summary>What the world's faults make of cover, ribbon, feeder, reject box and movements.</summary>
internal sealed class EvolisMechanics(World.World world, SimulatedEvolisOptions options, Plug plug)
{
    private const int FewBlanks = 5;

    /// <summary>At which movement a card sticks.</summary>
    private static readonly (EvolisMovement At, Fault Fault)[] Jams =
    [
        (EvolisMovement.Feed, Fault.JamAtFeed),
        (EvolisMovement.LeaveStation, Fault.JamAtStation),
        (EvolisMovement.Print, Fault.JamAtPrint),
        (EvolisMovement.Present, Fault.JamAtExit),
        (EvolisMovement.Reject, Fault.JamAtReject),
    ];

    /// <summary>What begins when a movement begins, and stays.</summary>
    private static readonly (EvolisMovement At, Fault Fault, Fault Begins)[] Beginnings =
    [
        (EvolisMovement.Print, Fault.CoverOpenedAtPrint, Fault.CoverOpen),
        (EvolisMovement.Print, Fault.RibbonEndsAtPrint, Fault.RibbonEnded),
    ];

    private Fault? _stuckBy;
    private bool _fedOnce;
    private bool _wentAway;
    private int _printed;

    public bool CoverOpen => Lies || world.Has(Fault.CoverOpen);

    public bool FeederEmpty => world.Has(Fault.FeederEmpty) || world.Hopper == 0;

    public bool FeederLow => world.Has(Fault.FeederLow) || world.Hopper < FewBlanks;

    public bool RejectBoxFull => world.Has(Fault.RejectBoxFull)
        || world.Cards.Count(c => c.Place == Devices.Place.Retained) >= options.RejectBox;

    public int RibbonLeft => world.Has(Fault.RibbonEnded) ? 0 : Math.Max(0, options.Ribbon - _printed);

    private bool Lies => world.Has(Fault.PrinterLies) && (_fedOnce || world.Cards.Count > 0);

    /// <summary>What keeps any card from moving, and the answer to it; null for nothing.</summary>
    public string? Blocked => Lies ? "OK"
        : CoverOpen ? "ERR COVER OPEN"
        : _stuckBy is { } fault && world.Has(fault) ? "ERR MECHANICAL"
        : null;

    public void Begin(EvolisMovement movement)
    {
        _fedOnce |= movement == EvolisMovement.Feed;
        foreach (var (_, _, begins) in Beginnings.Where(b => b.At == movement && world.Has(b.Fault)))
        {
            world.Cause(begins);
        }

        if (movement == EvolisMovement.Print && world.Has(Fault.PrinterGoneAndBack) && !_wentAway)
        {
            _wentAway = true;
            plug.Pull(options.Away);
        }
    }

    /// <summary>Whether the card sticks in this movement; nothing moves from then on until it is mended.</summary>
    public bool Sticks(EvolisMovement movement)
    {
        foreach (var (_, fault) in Jams.Where(j => j.At == movement && world.Has(j.Fault)))
        {
            _stuckBy = fault;
            return true;
        }

        return false;
    }

    public void CountPrint() => _printed++;
}
