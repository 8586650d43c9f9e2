using System.Diagnostics;
using Grpc.Core;
using KioskSuite.CentralLink;
using KioskSuite.Journal;
using KioskSuite.Messages.Central;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.CentralLink;

/// <summary>The real uplink, running until disposed; remembers every pause it made.</summary>
internal sealed class UplinkBench : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _pauses;

    public UplinkBench(CallInvoker line, IJournal journal, TimeProvider time, string kiosk = "kiosk-001")
    {
        Uplink = new Uplink(
            journal, new Link.LinkClient(line), new UplinkOptions(kiosk, "test"), PauseAsync, time);
        _running = Task.Run(() => Uplink.RunAsync(_stop.Token));
    }

    public Uplink Uplink { get; }

    /// <summary>How often the line was given up; each with the state Away.</summary>
    public int Pauses => Volatile.Read(ref _pauses);

    /// <summary>Waits for something that must come; virtual time, if any, runs meanwhile.</summary>
    public async Task UntilAsync(Func<bool> reached, VirtualTime? time = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!reached())
        {
            _running.IsCompleted.ShouldBeFalse("the uplink ended");
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(s_patience, "never came");
            time?.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(s_moment, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Stops; an exception other than of the stopping fails the test.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        var ended = await Record.ExceptionAsync(() => _running);
        (ended is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
            .ShouldBeTrue(ended?.ToString() ?? "it ended before it was stopped");
        _stop.Dispose();
    }

    private Task PauseAsync(int attempt, CancellationToken stop)
    {
        Uplink.State.ShouldBe(UplinkState.Away);
        Interlocked.Increment(ref _pauses);
        return Task.Delay(s_moment, TimeProvider.System, stop);
    }
}
