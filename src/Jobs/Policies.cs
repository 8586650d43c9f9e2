using KioskSuite.Identity.Liveness;

namespace KioskSuite.Jobs;

/// <summary>
/// Deadlines and texts of the journey. Data: from the kiosk's configuration until central sends them.
/// </summary>
public sealed record Policies
{
    /// <summary>How long a document may take to be laid down.</summary>
    public TimeSpan DocumentWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a person may think about a question.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long a card may lie at the exit.</summary>
    public TimeSpan TakeWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Deadline of one call to central.</summary>
    public TimeSpan CallWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a customer waits through repetitions of one call.</summary>
    public TimeSpan CallPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the ending stays on the screen.</summary>
    public TimeSpan EndingShown { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// First and largest pause between repetitions; the pause is drawn evenly from zero to its limit.
    /// </summary>
    public TimeSpan BackoffFirst { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan BackoffMost { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Text of the consent to the stop, exactly as shown; its hash is journaled and sent.</summary>
    public string StopText { get; init; } = "";

    /// <summary>
    /// Frame of the consent to fees and terms; <c>{fees}</c> stands for the fee texts of central, <c>{number}</c> for
    /// what becomes of the card's number.
    /// </summary>
    public string TermsText { get; init; } = "";

    /// <summary>Said before the consent where the replacement has a new number (N15).</summary>
    public string NewNumberText { get; init; } = "";

    /// <summary>Said before the consent where the number stays; expiry and verification value change (N15).</summary>
    public string SameNumberText { get; init; } = "";

    /// <summary>Number that customers may call, as shown; empty where there is none.</summary>
    public string Hotline { get; init; } = "";

    /// <summary>
    /// Text of the consent to the camera, exactly as shown; its hash is journaled and in the evidence.
    /// </summary>
    public string FaceText { get; init; } = "";

    /// <summary>Tries before the camera; then the non-face way.</summary>
    public int FaceTries { get; init; } = 3;

    /// <summary>Times and thresholds of a try.</summary>
    public LivenessRules Liveness { get; init; } = new();

    public string ChooseText { get; init; } = "";

    public string TellerText { get; init; } = "";

    /// <summary>What staff are asked when nobody saw who has a card.</summary>
    public string WhereText { get; init; } = "";

    /// <summary>What staff are asked when the printer's counter and the journal do not agree.</summary>
    public string CountersText { get; init; } = "";

    /// <summary>Product ordered, and the layout its face is measured against.</summary>
    public string Layout { get; init; } = "debit-classic";
}
