namespace KioskSuite.KioskInABox.World;

/// <summary>What can be scripted to go wrong; lasts to the end of the run.</summary>
public enum Fault
{
    /// <summary>The card sticks in the print station when printing starts, and stays stuck.</summary>
    JamAtPrint,

    /// <summary>The chip stops answering in the middle of personalisation.</summary>
    ChipMute,

    /// <summary>The feeder holds blanks of another stock.</summary>
    WrongBlank,

    /// <summary>Nobody takes the presented card.</summary>
    NotTaken,

    /// <summary>The ID reader answers with garbage.</summary>
    ReaderGarbage,
}
