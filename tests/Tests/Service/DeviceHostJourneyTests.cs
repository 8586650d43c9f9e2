using KioskSuite.Devices;

namespace KioskSuite.Tests.Service;

/// <summary>The host while a journey works with the devices, and what a journey tells it.</summary>
public sealed class DeviceHostJourneyTests
{
    [Fact]
    public Task While_a_journey_works_no_device_is_asked() => DeviceHostBench.Run(async b =>
    {
        await b.StartedAsync();
        var hold = b.Host.Hold();
        await b.WaitAsync(1);
        var asked = b.Printer.Checked;
        await b.WaitAsync(120);
        b.Printer.Checked.ShouldBe(asked);
        b.Printer.Says(DeviceFault.RejectBoxFull);
        hold.Dispose();
        var over = b.Now;
        await b.UntilAsync(() => b.States == "Ready Hindered:RejectBoxFull Ready");
        b.Now.ShouldBe(over, "what a journey left is seen at once");
    });

    [Fact]
    public Task A_question_under_way_is_given_up_for_a_journey_and_changes_nothing() => DeviceHostBench.Run(async b =>
    {
        await b.StartedAsync();
        b.Printer.Check = ScriptedDevice.SilentAsync<DeviceCondition>;
        await b.WaitAsync(3);
        b.Printer.UnderWay.ShouldBe(1);
        using (b.Host.Hold())
        {
            await b.WaitAsync(0.001);
            b.Printer.UnderWay.ShouldBe(0);
            b.States.ShouldBe("Ready Ready Ready");
            b.Printer.Says();
            await b.WaitAsync(60);
        }

        await b.WaitAsync(60);
        (b.States, b.Host.Version).ShouldBe(("Ready Ready Ready", 3));
    });

    [Fact]
    public Task A_failure_of_a_question_that_was_given_up_is_not_believed() => DeviceHostBench.Run(async b =>
    {
        await b.StartedAsync();
        b.Printer.Check = async stop =>
        {
            try
            {
                return await ScriptedDevice.SilentAsync<DeviceCondition>(stop);
            }
            catch (OperationCanceledException)
            {
                return DeviceFault.Garbage;
            }
        };
        await b.WaitAsync(3);
        using var hold = b.Host.Hold();
        await b.WaitAsync(60);
        (b.States, b.Host.Version).ShouldBe(("Ready Ready Ready", 3));
    });

    [Fact]
    public Task Two_journeys_hold_until_the_last_lets_go_and_letting_go_twice_is_once() =>
        DeviceHostBench.Run(async b =>
        {
            await b.StartedAsync();
            var (one, other) = (b.Host.Hold(), b.Host.Hold());
            one.Dispose();
            one.Dispose();
            b.Chip.Says(DeviceFault.CardJam);
            await b.WaitAsync(60);
            b.States.ShouldBe("Ready Ready Ready");
            other.Dispose();
            await b.UntilAsync(() => b.States == "Ready Ready Hindered:CardJam");
        });

    [Fact]
    public Task A_device_that_comes_while_a_journey_works_is_ready_for_it() => DeviceHostBench.Run(async b =>
    {
        b.Printer.OpenFails(DeviceFault.Offline);
        await b.StartedAsync();
        using (b.Host.Hold())
        {
            b.Printer.OpenWorks();
            await b.UntilAsync(() => b.States == "Ready Ready Ready");
            var asked = b.Printer.Checked;
            await b.WaitAsync(60);
            b.Printer.Checked.ShouldBe(asked);
        }
    });

    [Fact]
    public Task A_fault_that_a_journey_met_makes_the_host_look_at_once() => DeviceHostBench.Run(async b =>
    {
        await b.StartedAsync();
        await b.WaitAsync(0.5);
        b.Printer.Says(DeviceFault.CoverOpen);
        var met = b.Now;
        b.Host.Met("printer", DeviceFault.CardJam);
        b.Host.Met("painter", DeviceFault.PainterFailed);
        await b.UntilAsync(() => b.States == "Ready Hindered:CoverOpen Ready");
        b.Now.ShouldBe(met);
    });

    [Fact]
    public Task A_fault_met_during_a_look_is_followed_by_another_look() => DeviceHostBench.Run(async b =>
    {
        await b.StartedAsync();
        var answer = new TaskCompletionSource<Outcome<DeviceCondition>>();
        b.Printer.Check = _ => answer.Task;
        await b.WaitAsync(3);
        b.Host.Met("printer", DeviceFault.CardJam);
        b.Printer.Says(DeviceFault.CardJam);
        var met = b.Now;
        answer.SetResult(default(DeviceCondition));
        await b.UntilAsync(() => b.States == "Ready Hindered:CardJam Ready");
        b.Now.ShouldBe(met);
    });

    [Fact]
    public Task A_lie_stands_until_a_clean_look_after_the_journey() => DeviceHostBench.Run(async b =>
    {
        await b.StartedAsync();
        var hold = b.Host.Hold();
        await b.WaitAsync(1);
        b.Host.Met("printer", DeviceFault.Contradiction);
        b.States.ShouldBe("Ready Hindered:Contradiction Ready");
        await b.WaitAsync(60);
        b.States.ShouldBe("Ready Hindered:Contradiction Ready");
        hold.Dispose();
        await b.UntilAsync(() => b.States == "Ready Ready Ready");
    });

    [Fact]
    public Task A_look_that_began_before_the_lie_does_not_clear_it() => DeviceHostBench.Run(async b =>
    {
        await b.StartedAsync();
        var answer = new TaskCompletionSource<Outcome<DeviceCondition>>();
        b.Printer.Check = _ => answer.Task;
        await b.WaitAsync(3);
        b.Host.Met("printer", DeviceFault.Contradiction);
        var seen = new List<string>();
        b.Printer.Check = _ =>
        {
            seen.Add(b.States);
            return ScriptedDevice.Answer(default(DeviceCondition))(default);
        };
        answer.SetResult(default(DeviceCondition));
        await b.UntilAsync(() => b.States == "Ready Ready Ready");
        seen.ShouldBe(["Ready Hindered:Contradiction Ready"]);
    });

    [Fact]
    public Task A_lie_outlasts_an_absence_that_ends_while_a_journey_works() => DeviceHostBench.Run(async b =>
    {
        await b.StartedAsync();
        b.Printer.CheckFails(DeviceFault.Contradiction);
        b.Printer.OpenFails(DeviceFault.Offline);
        await b.UntilAsync(() => b.States == "Ready Hindered:Contradiction Ready");
        await b.UntilAsync(() => b.States == "Ready Absent:Offline Ready");
        using (b.Host.Hold())
        {
            b.Printer.OpenWorks();
            b.Printer.Says();
            await b.UntilAsync(() => b.States == "Ready Hindered:Contradiction Ready");
            await b.WaitAsync(60);
            b.States.ShouldBe("Ready Hindered:Contradiction Ready");
        }

        await b.UntilAsync(() => b.States == "Ready Ready Ready");
    });
}
