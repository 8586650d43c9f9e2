using KioskSuite.Jobs.Board;

namespace KioskSuite.Service.Screen;

/// <summary>Which words tell how a visit ended. Of the old card it says only what central said.</summary>
internal static class Endings
{
    /// <summary>Wire words of the endings, and two that are shown while central has yet to answer.</summary>
    public static IReadOnlyList<string> Words { get; } =
        ["card-taken", "card-activating", "card-retained", "refused", "loss-recorded", "loss-pending", "needs-staff"];

    public static IReadOnlyList<string> OldCards { get; } = ["stopped", "pending", "refused", "untouched", "none"];

    public static string WordOf(JourneyView view) => view switch
    {
        { Outcome: "card-taken", Unsettled: true } => "card-activating",
        { Outcome: "loss-recorded", StoppedAt: 0 } => "loss-pending",
        _ => view.Outcome,
    };

    public static string OldCardOf(JourneyView view) => view switch
    {
        { StoppedAt: > 0 } => "stopped",
        { Unsettled: true } => "pending",
        { StopPending: true } => "refused",      // asked for, settled, and still not effective
        { LostCard.Length: > 0 } => "untouched",
        _ => "none",                             // no card was even chosen: nothing is known of any
    };

    /// <summary>How the page looks: <c>good</c>, <c>plain</c> or <c>alert</c>.</summary>
    public static string ToneOf(JourneyView view) => view switch
    {
        { Outcome: "needs-staff" } or { StoppedAt: 0 } => "alert",
        { Outcome: "card-taken", Unsettled: false } => "good",
        _ => "plain",
    };

    /// <summary>The time of effect as a person reads it: Chinese and English, to the second.</summary>
    public static (string Zh, string En) TimeOf(long unixMs, TimeProvider time)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(unixMs), time.LocalTimeZone);
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        return (local.ToString("yyyy 年 M 月 d 日 HH:mm:ss", culture), local.ToString("d MMM yyyy, HH:mm:ss", culture));
    }
}
