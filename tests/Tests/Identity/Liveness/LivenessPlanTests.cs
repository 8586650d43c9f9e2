using System.Security.Cryptography;
using KioskSuite.Identity.Liveness;

namespace KioskSuite.Tests.Identity.Liveness;

public sealed class LivenessPlanTests
{
    [Fact]
    public void A_nonce_gives_the_plan_it_always_gave()
    {
        var plan = LivenessPlan.Of(Convert.FromHexString("000102030405060708090A0B0C0D0E0F"));
        string.Join(' ', plan.Steps).ShouldBe("TurnRight Flash TurnLeft");
        string.Join(' ', plan.Colours).ShouldBe("Magenta Blue Cyan Red Yellow Green");
    }

    [Fact]
    public void Every_plan_has_each_step_and_each_colour_once_and_all_orders_are_about_as_frequent()
    {
        const int Draws = 6000;
        var plans = Enumerable.Range(0, Draws)
            .Select(i => LivenessPlan.Of(SHA256.HashData(BitConverter.GetBytes(i)).AsSpan(0, LivenessPlan.NonceBytes)))
            .ToList();
        plans.ShouldAllBe(plan => plan.Steps.Distinct().Count() == 3 && plan.Colours.Distinct().Count() == 6);
        var orders = plans.CountBy(plan => string.Join(' ', plan.Steps)).ToList();
        orders.Count.ShouldBe(6);
        // Six standard deviations about the mean of 1000.
        orders.ShouldAllBe(order => Math.Abs(order.Value - 1000) < 174);
        var firsts = plans.CountBy(plan => (plan.Colours[0], plan.Colours[5])).ToList();
        firsts.Count.ShouldBe(30);
        firsts.ShouldAllBe(pair => Math.Abs(pair.Value - 200) < 85);
    }
}
