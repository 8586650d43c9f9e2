using KioskSuite.EndToEnd.Demo;

namespace KioskSuite.EndToEnd.Pad;

public sealed class PadGateTests
{
    private static readonly TimeSpan s_within = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task No_attack_gets_through_more_often_than_the_repository_says_and_hardly_a_living_person_is_refused()
    {
        var ran = await Launcher.RunAsync(s_within, "pad-suite", "--quick", "--json");
        ran.Json.GetProperty("worse").EnumerateArray().Select(one => one.GetString()).ShouldBeEmpty(ran.Errors);
        ran.Json.GetProperty("species").EnumerateObject().Count().ShouldBe(5);
        ran.Code.ShouldBe(0);
    }
}
