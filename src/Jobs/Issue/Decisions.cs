namespace KioskSuite.Jobs.Issue;

/// <summary>What a person may answer about the machine. Journaled; the words stand with the screen.</summary>
public static class Decisions
{
    /// <summary>The customer was seen to take the card.</summary>
    public const string Taken = "taken";

    /// <summary>Nobody saw the card go.</summary>
    public const string NotTaken = "not-taken";

    /// <summary>The cards were counted; the printer's counter is right from here on.</summary>
    public const string Accept = "accept";
}
