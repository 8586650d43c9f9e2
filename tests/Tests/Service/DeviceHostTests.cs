using KioskSuite.Devices;
using KioskSuite.Service.Health;

namespace KioskSuite.Tests.Service;

/// <summary>Devices come, leave, are held and answer nothing; the host says so and nobody waits for anybody.</summary>
public sealed class DeviceHostTests
{
    [Fact]
    public Task One_device_that_never_answers_keeps_no_other_from_being_ready() => DeviceHostBench.Run(async b =>
    {
        b.Reader.Open = ScriptedDevice.SilentAsync<Done>;
        b.Start();
        b.States.ShouldBe("Opening Opening Opening");
        await b.UntilAsync(() => b.States == "Opening Ready Ready");
        b.Now.ShouldBe(TimeSpan.Zero);
        await b.UntilAsync(() => b.States == "Absent:Timeout Ready Ready");
        b.Now.ShouldBe(DeviceHostBench.Options.OpenWithin);
        b.Reader.OpenWorks();
        await b.UntilAsync(() => b.States == "Ready Ready Ready");
    });

    [Fact]
    public Task No_driver_is_opened_on_the_stack_of_whoever_starts_the_host() => DeviceHostBench.Run(async b =>
    {
        b.Start();
        (b.Reader.Opened, b.Printer.Opened, b.Chip.Opened).ShouldBe((0, 0, 0));
        await b.UntilAsync(() => b.States == "Ready Ready Ready");
    });

    [Fact]
    public Task A_device_that_leaves_is_noticed_and_one_that_returns_is_too() => DeviceHostBench.Run(async b =>
    {
        await b.StartedAsync();
        b.Printer.CheckFails(DeviceFault.Offline);
        b.Printer.OpenFails(DeviceFault.Offline);
        var left = b.Now;
        await b.UntilAsync(() => b.States == "Ready Absent:Offline Ready");
        (b.Now - left).ShouldBeLessThanOrEqualTo(DeviceHostBench.Options.CheckEvery);
        await b.WaitAsync(600);
        b.Printer.Says();
        b.Printer.OpenWorks();
        var back = b.Now;
        await b.UntilAsync(() => b.States == "Ready Ready Ready");
        (b.Now - back).ShouldBeLessThanOrEqualTo(DeviceHostBench.Options.BackoffMost);
    });

    [Fact]
    public Task A_device_held_by_another_program_is_taken_when_it_is_let_go() => DeviceHostBench.Run(async b =>
    {
        b.Chip.OpenFails(DeviceFault.Busy);
        await b.StartedAsync();
        b.States.ShouldBe("Ready Ready Held:Busy");
        b.Chip.OpenWorks();
        await b.UntilAsync(() => b.States == "Ready Ready Ready");
    });

    [Theory]
    [InlineData(DeviceFault.CoverOpen, DeviceState.Hindered)]
    [InlineData(DeviceFault.ReaderSelfTestFailed, DeviceState.Hindered)]
    [InlineData(DeviceFault.Refused, DeviceState.Hindered)]
    [InlineData(DeviceFault.Timeout, DeviceState.Absent)]
    [InlineData(DeviceFault.Offline, DeviceState.Absent)]
    [InlineData(DeviceFault.Garbage, DeviceState.Absent)]
    [InlineData(DeviceFault.Busy, DeviceState.Held)]
    public Task A_device_that_answers_a_complaint_is_hindered_and_not_absent(DeviceFault fault, DeviceState state) =>
        DeviceHostBench.Run(async b =>
        {
            b.Printer.OpenFails(fault);
            await b.StartedAsync();
            b.States.ShouldBe($"Ready {state}:{fault} Ready");
        });

    [Fact]
    public Task A_hindrance_and_a_warning_are_told_and_taken_back() => DeviceHostBench.Run(async b =>
    {
        b.Printer.Says(DeviceFault.CoverOpen, DeviceFault.FeederLow);
        await b.StartedAsync();
        b.Host.Devices[1].ShouldSatisfyAllConditions(
            d => d.State.ShouldBe(DeviceState.Hindered),
            d => d.Fault.ShouldBe(DeviceFault.CoverOpen),
            d => d.Soon.ShouldBe(DeviceFault.FeederLow));
        var since = b.Host.Devices[1].Since;
        b.Printer.Says(soon: DeviceFault.FeederLow);
        await b.UntilAsync(() => b.States == "Ready Ready Ready");
        b.Host.Devices[1].Soon.ShouldBe(DeviceFault.FeederLow);
        b.Host.Devices[1].Since.ShouldBeGreaterThan(since);
    });

    [Fact]
    public Task Pauses_between_openings_grow_to_their_limit_and_differ() => DeviceHostBench.Run(async b =>
    {
        var at = new List<TimeSpan>();
        b.Reader.Open = _ =>
        {
            at.Add(b.Now);
            return Task.FromResult<Outcome<Done>>(DeviceFault.Offline);
        };
        await b.StartedAsync();
        await b.WaitAsync(300);
        var pauses = at.Zip(at.Skip(1), (x, y) => y - x).ToList();
        var most = DeviceHostBench.Options.BackoffMost;
        pauses[0].ShouldBeLessThanOrEqualTo(DeviceHostBench.Options.BackoffFirst);
        pauses.ShouldAllBe(p => p > TimeSpan.Zero && p <= most);
        pauses.Skip(4).Max().ShouldBeGreaterThan(most * 0.9);
        pauses.Skip(4).Min().ShouldBeLessThan(most * 0.1);
        pauses.Count.ShouldBeInRange(200, 400, "300 s of pauses drawn evenly from 0 to 2 s");
    });

    [Fact]
    public Task The_version_rises_with_a_change_and_with_nothing_else() => DeviceHostBench.Run(async b =>
    {
        await b.StartedAsync();
        b.Host.Version.ShouldBe(3);
        var asked = b.Printer.Checked;
        await b.WaitAsync(60);
        b.Printer.Checked.ShouldBeInRange(asked + 29, asked + 30);
        b.Host.Version.ShouldBe(3);
        b.Printer.Says(soon: DeviceFault.FeederLow);
        await b.WaitAsync(60);
        b.Host.Version.ShouldBe(4);
    });

    [Fact]
    public Task Since_stays_while_only_the_warning_changes() => DeviceHostBench.Run(async b =>
    {
        await b.StartedAsync();
        var since = b.Host.Devices[1].Since;
        await b.WaitAsync(10);
        b.Printer.Says(soon: DeviceFault.FeederLow);
        await b.UntilAsync(() => b.Host.Devices[1].Soon == DeviceFault.FeederLow);
        b.Host.Devices[1].Since.ShouldBe(since);
    });

    [Fact]
    public Task Whoever_waits_for_a_version_that_is_past_does_not_wait() => DeviceHostBench.Run(async b =>
    {
        await b.StartedAsync();
        b.Host.WaitBeyondAsync(b.Host.Version - 1, CancellationToken.None).IsCompleted.ShouldBeTrue();
        b.Host.WaitBeyondAsync(b.Host.Version, CancellationToken.None).IsCompleted.ShouldBeFalse();
        using var gone = new CancellationTokenSource();
        var waiting = b.Host.WaitBeyondAsync(b.Host.Version, gone.Token);
        gone.Cancel();
        (await DeviceHostBench.FailureOf(waiting)).ShouldBeOfType<OperationCanceledException>();
    });

    [Fact]
    public Task Told_to_end_every_loop_ends_before_the_host_does() => DeviceHostBench.Run(async b =>
    {
        b.Reader.Open = ScriptedDevice.SilentAsync<Done>;
        b.Printer.OpenFails(DeviceFault.Offline);
        b.Start();
        await b.UntilAsync(() => b.States == "Opening Absent:Offline Ready");
        b.Reader.UnderWay.ShouldBe(1);
        await b.EndAsync();
        b.Running.IsCanceled.ShouldBeTrue();
        (b.Reader.UnderWay, b.Printer.UnderWay, b.Chip.UnderWay).ShouldBe((0, 0, 0));
    });

    [Fact]
    public Task A_driver_that_throws_is_a_bug_and_ends_the_host() => DeviceHostBench.Run(async b =>
    {
        await b.StartedAsync();
        b.Chip.Check = _ => throw new InvariantException("out of step");
        var failure = await DeviceHostBench.FailureOf(b.Running);
        failure.ShouldBeOfType<InvariantException>().Message.ShouldBe("out of step");
        b.Reader.UnderWay.ShouldBe(0);
    });
}
