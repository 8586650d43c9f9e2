using KioskSuite.Dev.Invariants;
using KioskSuite.Issuance.Products;

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
        [("old", "after-activation")] = "declined",
        [("new", "before-activation")] = "declined",
        [("new", "after-activation")] = "approved",
    };

    private static readonly string[] s_ways = ["chip", "stripe", "number"];

    /// <summary>Every answer that is wrong, and every way that a complete run should have tried and did not.</summary>
    /// <param name="tries">What the world's file tells of the shop.</param>
    /// <param name="scenario">What was played.</param>
    /// <param name="stripe">The new card's; without one there is nothing to draw through a reader.</param>
    public static IReadOnlyList<string> Broken(
        IReadOnlyList<ShopTry> tries, Scenario scenario, ProfileStripe stripe)
    {
        var wrong = tries.Where(t => s_answers.GetValueOrDefault((t.Card, t.When)) != t.Answer)
            .Select(t => $"{t.Card} card by {t.Way} {t.When}: {t.Answer}");
        var needed = s_answers.Keys.Where(k => CouldBeTried(k.When, scenario));
        var missing = from key in needed
                      from way in s_ways
                      where way != "stripe" || key.Card == "old" || stripe != ProfileStripe.None
                      where !tries.Any(t => t.Card == key.Card && t.When == key.When && t.Way == way)
                      select $"{key.Card} card by {way} {key.When}: not tried";
        return [.. wrong, .. missing];
    }

    // Who never got a live card had nothing to try, and who pulled the card out did not stop to try it.
    private static bool CouldBeTried(string when, Scenario scenario) => when switch
    {
        "before-report" => true,
        "before-activation" =>
            scenario.Expected.NewCard == "active" && !scenario.World.Contains("pulled-while-presented"),
        _ => scenario.Expected.NewCard == "active",
    };
}
