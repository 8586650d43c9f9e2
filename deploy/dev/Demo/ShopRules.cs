using KioskSuite.Dev.Invariants;

namespace KioskSuite.Dev.Demo;

/// <summary>
/// What the shop must have been answered: the lost card until the report, the new one only after activation.
/// </summary>
internal static class ShopRules
{
    private static readonly Dictionary<(string Card, string When), string> s_answers = new()
    {
        [("old", "before-report")] = "approved",
        [("old", "after-report")] = "declined",
        [("new", "before-activation")] = "declined",
        [("new", "after-activation")] = "approved",
    };

    private static readonly string[] s_ways = ["chip", "stripe", "number"];

    /// <summary>Every answer that is wrong, and every way that a complete run should have tried and did not.</summary>
    public static IReadOnlyList<string> Broken(IReadOnlyList<ShopTry> tries, Triple expected)
    {
        var wrong = tries.Where(t => s_answers.GetValueOrDefault((t.Card, t.When)) != t.Answer)
            .Select(t => $"{t.Card} card by {t.Way} {t.When}: {t.Answer}");
        var needed = expected.NewCard == "active"
            ? s_answers.Keys
            : s_answers.Keys.Where(k => k.When == "before-report");
        var missing = from key in needed
                      from way in s_ways
                      where !tries.Any(t => t.Card == key.Card && t.When == key.When && t.Way == way)
                      select $"{key.Card} card by {way} {key.When}: not tried";
        return [.. wrong, .. missing];
    }
}
