using KioskSuite.Devices;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.Tests.Contracts;

/// <summary>How every reader tells how it is, also while it is read from or not there.</summary>
public abstract partial class IdReaderContract
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Fact]
    public Task An_opened_reader_has_nothing_to_complain_of() => WithReaderAsync(async rig =>
    {
        (await rig.Reader.OpenAsync(default)).Ok.ShouldBeTrue();
        (await rig.Reader.CheckAsync(default)).Value.ShouldBe(default);
    });

    [Fact]
    public Task A_check_opens_a_reader_that_was_not_opened() => WithReaderAsync(async rig =>
        (await rig.Reader.CheckAsync(default)).Value.ShouldBe(default));

    [Fact]
    public Task Checks_while_a_document_is_waited_for_do_not_break_the_reading() => WithReaderAsync(async rig =>
    {
        (await rig.Reader.OpenAsync(default)).Ok.ShouldBeTrue();
        var reading = rig.Reader.ReadAsync(Long, default).AsTask();
        for (var check = 0; check < 5; check++)
        {
            (await rig.Reader.CheckAsync(default)).Value.ShouldBe(default);
            (await rig.Reader.OpenAsync(default)).Ok.ShouldBeTrue();
            await Task.Delay(TimeSpan.FromMilliseconds(100), rig.Time);
        }

        rig.World.DocumentOnReader = Resident;
        (await reading).Value.Number.ShouldBe(Resident.Number);
    });

    [Fact]
    public Task A_silent_reader_is_found_by_a_check_in_bounded_time() => WithReaderAsync(async rig =>
    {
        (await rig.Reader.OpenAsync(default)).Ok.ShouldBeTrue();
        await rig.FallSilent();
        var began = rig.Time.GetTimestamp();
        (await rig.Reader.CheckAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Timeout);
        rig.Time.GetElapsedTime(began).ShouldBeLessThan(Bound);
    });

    [Fact]
    public Task An_unplugged_reader_is_offline_for_a_check_too() => WithReaderAsync(async rig =>
    {
        (await rig.Reader.OpenAsync(default)).Ok.ShouldBeTrue();
        await rig.Unplug();
        (await rig.Reader.CheckAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await rig.Reader.CheckAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
    });

    [Fact]
    public Task A_reader_that_comes_back_works_again() => WithReaderAsync(
        async rig =>
        {
            rig.World.DocumentOnReader = Resident;
            (await rig.Reader.ReadAsync(Long, default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
            while ((await rig.Reader.OpenAsync(default)).Failure is { } away)
            {
                away.Fault.ShouldBe(DeviceFault.Offline);
                await Task.Delay(TimeSpan.FromMilliseconds(100), rig.Time);
            }

            (await rig.Reader.CheckAsync(default)).Value.ShouldBe(default);
            (await rig.Reader.ReadAsync(Long, default)).Value.Number.ShouldBe(Resident.Number);
        },
        Fault.ReaderGoneAndBack);

    [Fact]
    public Task A_reader_unplugged_when_the_document_is_laid_down_is_offline() => WithReaderAsync(
        async rig =>
        {
            (await rig.Reader.OpenAsync(default)).Ok.ShouldBeTrue();
            var reading = rig.Reader.ReadAsync(Long, default).AsTask();
            rig.World.DocumentOnReader = Resident;
            (await reading).Failure!.Fault.ShouldBe(DeviceFault.Offline);
            (await rig.Reader.OpenAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        },
        Fault.ReaderGoneAtRead);

    [Fact]
    public Task The_answer_of_a_reading_can_be_held_after_it_was_read() => WithReaderAsync(async rig =>
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.World.Holds.Reached += _ => held.TrySetResult();
        rig.World.Holds.Arm("read");
        rig.World.DocumentOnReader = Resident;
        var reading = rig.Reader.ReadAsync(Long, default).AsTask();
        await held.Task;
        reading.IsCompleted.ShouldBeFalse();
        rig.World.Holds.Release("read");
        (await reading).Value.Number.ShouldBe(Resident.Number);
    });
}
