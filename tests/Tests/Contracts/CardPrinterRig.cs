using KioskSuite.Devices;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.Tests.Contracts;

/// <summary>What a contract can ask of any simulated printer's line; its mechanics have the world's faults.</summary>
public enum PrinterTrouble
{
    None,
    Silent,
    Garbage,
    Short,
    NeverEnding,
    ClosesMidReply,
    DrawsInAgain,
}

/// <summary>One family's driver and simulator around a world.</summary>
public interface ICardPrinterRig : IAsyncDisposable
{
    World World { get; }

    ICardPrinter Printer { get; }

    /// <summary>From now on.</summary>
    void Cause(PrinterTrouble trouble);

    /// <summary>What this family's head makes of a face.</summary>
    byte[] Printable(CardImage face);
}
