namespace KioskSuite.KioskInABox.CardPrinter;

/// <summary>What the simulated printer does wrong on its line, beyond the world's scripted faults; for tests.</summary>
public enum EvolisTrouble
{
    None,

    /// <summary>No answer.</summary>
    Silent,

    /// <summary>Bytes that are no text.</summary>
    Garbage,

    /// <summary>The answer without its last character and without NUL.</summary>
    Short,

    /// <summary>Text without end.</summary>
    NeverEnding,

    /// <summary>The connection closes in the middle of the answer.</summary>
    ClosesMidReply,

    /// <summary>The answer, and a second one behind it.</summary>
    Twice,

    /// <summary>An ejected card is drawn in again at once.</summary>
    DrawsInAgain,

    /// <summary>The ribbon's tag answers OK instead of its number, three times.</summary>
    SpuriousOk,
}

/// <summary>How the simulated printer is set up.</summary>
public sealed class SimulatedEvolisOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Factor on all durations of the mechanics: 1 as a real printer, 0.05 in the demo, 0 in tests.</summary>
    public double TimeFactor { get; init; } = 1;

    /// <summary>Prints left on the ribbon at the start.</summary>
    public int Ribbon { get; init; } = 200;

    /// <summary>Cards that the reject box holds.</summary>
    public int RejectBox { get; init; } = 30;

    public string Serial { get; init; } = "10000374652";

    /// <summary>Cards that it had inserted in its life before the world began.</summary>
    public int InsertedBefore { get; init; } = 4711;

    /// <summary>How long it is away when the world lets it go and come back.</summary>
    public TimeSpan Away { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>May change while the printer runs.</summary>
    public EvolisTrouble Trouble { get; set; }

    /// <summary>Names of the commands that are answered wrongly; empty for all.</summary>
    public string TroubleAt { get; set; } = "";
}
