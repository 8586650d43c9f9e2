using System.Diagnostics;

namespace KioskSuite.Tests.Imaging;

/// <summary>What is done to the child from outside.</summary>
internal static class Signals
{
    public static Task SendAsync(string signal, int process, CancellationToken stop) =>
        RunAsync("/bin/kill", ["-s", signal, $"{process}"], stop);

    public static async Task RunAsync(string program, string[] arguments, CancellationToken stop)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(stop);
        process.ExitCode.ShouldBe(0);
    }
}

/// <summary>Real time, of which one timer can be made to run out early: the deadline of the next attempt.</summary>
internal sealed class HastyTime : TimeProvider
{
    public bool NextTimerIsShort { get; set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (NextTimerIsShort) dueTime = TimeSpan.FromMilliseconds(50);
        NextTimerIsShort = false;
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
