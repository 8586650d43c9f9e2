using KioskSuite.Devices.Links.Pcsc;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.ChipStation;

/// <summary>The watchdog of a conversation, whose one timer serves many calls.</summary>
public sealed class PcscWatchdogTests : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_most = s_deadline * 0.9;
    private static readonly TimeSpan s_rest = s_deadline - s_most + TimeSpan.FromMilliseconds(2);
    private readonly VirtualTime _time = new();
    private readonly PcscThread _thread = PcscThread.Start("watched", new ScriptedPcsc());
    private readonly PcscWatchdog _watchdog;

    public PcscWatchdogTests() => _watchdog = new PcscWatchdog(s_deadline, _time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _thread.Dispose();
        _watchdog.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task Each_call_has_the_whole_deadline_however_long_the_one_before_took()
    {
        using var first = new ManualResetEventSlim();
        using var second = new ManualResetEventSlim();
        var answer = Converse(first);
        _time.Advance(s_most);
        first.Set();
        (await answer).ShouldBe(1);

        answer = Converse(second);
        _time.Advance(s_most);
        answer.IsCompleted.ShouldBeFalse();
        _time.Advance(s_rest);
        await Should.ThrowAsync<TimeoutException>(async () => await answer);
        second.Set();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_call_after_a_pause_longer_than_the_deadline_is_watched_again()
    {
        using var open = new ManualResetEventSlim(initialState: true);
        using var shut = new ManualResetEventSlim();
        await Converse(open);
        _time.Advance(s_deadline * 3);

        var answer = Converse(shut);
        _time.Advance(s_most);
        answer.IsCompleted.ShouldBeFalse();
        _time.Advance(s_rest);
        await Should.ThrowAsync<TimeoutException>(async () => await answer);
        shut.Set();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_call_given_up_before_its_turn_is_never_made()
    {
        using var shut = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var made = false;
        var stuck = _thread.CallAsync(_ => shut.Wait(60_000));
        var given = _thread.ConverseAsync(_ => made = true, _watchdog, cancel.Token);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await given);
        shut.Set();
        (await stuck).ShouldBeTrue();
        (await _thread.CallAsync(_ => made)).ShouldBeFalse();
    }

    private Task<int> Converse(ManualResetEventSlim until) => _thread.ConverseAsync(
        _ =>
        {
            until.Wait();
            return 1;
        },
        _watchdog,
        Stop);
}
