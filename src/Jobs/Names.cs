using KioskSuite.Messages.Entries;

namespace KioskSuite.Jobs;

/// <summary>Wire words of steps and endings, as the screen, the console and the JSON result use them.</summary>
public static class Names
{
    public static string Of(Act act) => act switch
    {
        Act.ReadDocument => "read-document",
        Act.MeasureName => "measure-name",
        Act.OpenChip => "open-chip",
        Act.WriteChip => "write-chip",
        Act.CheckChip => "check-chip",
        Act.CloseCheck => "close-check",
        Act.DrawFace => "draw-face",
        Act.WriteStripe => "write-stripe",
        Act.PrintFace => "print-face",
        Act.CheckFace => "check-face",
        _ => "none",
    };

    /// <summary>The step that brings a card to a place.</summary>
    public static string Of(Place to) => to switch
    {
        Place.ChipStation => "feed-blank",
        Place.Printer => "leave-station",
        Place.Exit => "present-card",
        Place.Taken => "wait-taken",
        Place.Retained => "retain-card",
        _ => "none",
    };

    public static string Of(Call call) => call switch
    {
        Call.StopCard => "stop-card",
        Call.OrderCard => "order-card",
        Call.Personalise => "personalise",
        Call.Prove => "prove",
        Call.Activate => "activate",
        Call.VoidCard => "void-card",
        _ => "none",
    };

    public static string Of(Ending ending) => ending switch
    {
        Ending.CardTaken => "card-taken",
        Ending.CardRetained => "card-retained",
        Ending.Refused => "refused",
        Ending.LossRecorded => "loss-recorded",
        Ending.NeedsStaff => "needs-staff",
        _ => "",
    };

    public static string Of(Agreement agreement) => agreement switch
    {
        Agreement.CardInside => "card-inside",
        Agreement.CountersDiffer => "counters-differ",
        Agreement.LogDoubtful => "log-doubtful",
        _ => "not-compared",
    };

    public static string Of(Question question) => question switch
    {
        Question.ChooseCard => "choose-card",
        Question.ConsentToStop => "stop",
        Question.ConsentToFees => "fees",
        Question.TellersEyes => "teller",
        Question.WhereIsTheCard => "where-is-card",
        Question.CountersDiffer => "counters-differ",
        Question.ConsentToFace => "face",
        _ => "none",
    };
}
