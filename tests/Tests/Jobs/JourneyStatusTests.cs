using Grpc.Core;
using KioskSuite.Devices;
using KioskSuite.Jobs;

namespace KioskSuite.Tests.Jobs;

/// <summary>Every command answered with every status: a typed ending, and the stop stays.</summary>
public sealed class JourneyStatusTests
{
    private static readonly StatusCode[] s_codes = [.. Enum.GetValues<StatusCode>().Where(c => c != StatusCode.OK)];

    [Theory]
    [InlineData("LookUp", "refused active none", "refused active none")]
    [InlineData("StopCard", "needs-staff active none", "loss-recorded stopped none")]
    [InlineData("OrderCard", "loss-recorded stopped none", "loss-recorded stopped void")]
    [InlineData("Personalise", "card-retained stopped void", "card-retained stopped void")]
    [InlineData("Prove", "card-retained stopped void", "card-retained stopped void")]
    [InlineData("Activate", "needs-staff stopped proved", "card-taken stopped active")]
    [InlineData("VoidCard", "needs-staff stopped bound", "card-retained stopped void")]
    public async Task Every_status_ends_typed_at_once_or_after_central_is_back(
        string method, string refused, string afterwards)
    {
        foreach (var code in s_codes)
        {
            using var bench = new JourneyBench();
            bench.Line.Rules[method] = JourneyLine.Saying(code);
            bench.Painter.AtDraw = method == "VoidCard" ? DeviceFault.GlyphMissing : null;
            var end = await bench.RunAsync();
            var waits = end.Ended is null;
            bench.Line.Rules.Clear();
            await bench.Process().SettleAsync();

            (waits && !Steps.Transient(code)).ShouldBeFalse($"{code} is an answer");
            new JourneyEnd(bench, end.Case).Triple.ShouldBe(
                Steps.Transient(code) ? afterwards : refused, $"{method} {code}");
        }
    }

    /// <summary>N42: exactly one activation. N41: a number is never left behind.</summary>
    [Theory]
    [InlineData("StopCard", "card-taken stopped active")]
    [InlineData("OrderCard", "card-taken stopped active")]
    [InlineData("Personalise", "card-taken stopped active")]
    [InlineData("Prove", "card-taken stopped active")]
    [InlineData("Activate", "card-taken stopped active")]
    [InlineData("VoidCard", "card-retained stopped void")]
    public async Task A_reply_lost_after_central_decided_is_asked_for_again_under_the_same_key(
        string method, string triple)
    {
        using var bench = new JourneyBench();
        bench.Policies = bench.Policies with { CallPatience = TimeSpan.FromMinutes(1) };
        bench.Line.Rules[method] = JourneyLine.LosingReplies(1);
        bench.Painter.AtDraw = method == "VoidCard" ? DeviceFault.GlyphMissing : null;
        var end = await bench.RunAsync();

        end.Triple.ShouldBe(triple);
        HappenedOnce(bench, method, atLeast: 2);
    }

    [Theory]
    [InlineData("StopCard", "loss-recorded stopped none")]
    [InlineData("OrderCard", "loss-recorded stopped void")]
    [InlineData("Activate", "card-taken stopped active")]
    [InlineData("VoidCard", "card-retained stopped void")]
    public async Task A_reply_lost_for_longer_than_patience_is_settled_by_a_later_start(string method, string triple)
    {
        using var bench = new JourneyBench();
        bench.Line.Rules[method] = JourneyLine.LosingReplies(int.MaxValue);
        bench.Painter.AtDraw = method == "VoidCard" ? DeviceFault.GlyphMissing : null;
        var end = await bench.RunAsync();
        end.Ended.ShouldBeNull();
        bench.Line.Rules.Clear();
        await bench.Process().SettleAsync();

        new JourneyEnd(bench, end.Case).Triple.ShouldBe(triple);
        HappenedOnce(bench, method, atLeast: 2);
        JourneyEnd.Invariants(bench);
    }

    private static void HappenedOnce(JourneyBench bench, string method, int atLeast)
    {
        var calls = bench.Line.Calls.Where(c => c.Method == method).ToList();
        calls.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        calls.Distinct().ShouldHaveSingleItem();
        bench.Ask<long>($"SELECT count(*) FROM operation WHERE method = '{method}'").ShouldBe(1);
        bench.Ask<long>("SELECT count(*) FROM consent").ShouldBe(1);
        bench.Ask<long>("SELECT count(*) FROM card WHERE replaces IS NOT NULL").ShouldBeLessThanOrEqualTo(1);
    }
}
