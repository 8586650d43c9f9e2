using KioskSuite.Devices;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.Tests.Contracts;

/// <summary>A reader under test with the simulated world around it.</summary>
/// <param name="FallSilent">The device stops answering, its port stays.</param>
/// <param name="Unplug">The device is gone.</param>
public sealed record IdReaderRig(
    IIdReader Reader, World World, TimeProvider Time, Func<Task> FallSilent, Func<Task> Unplug)
{
    /// <summary>Where its port is, when it has one.</summary>
    public string Place { get; init; } = "";
}

/// <summary>What every ID reader must do, whatever its family.</summary>
public abstract partial class IdReaderContract
{
    protected static readonly SeededDocument Resident = new(
        "resident", "310115198108030025", "证件样本", "2", "01", "19810803", "上海市浦东新区样例路1号", "上海市公安局浦东分局",
        "20200101", "20400101");

    protected static readonly SeededDocument Permit = new(
        "hmt", "83000019781212003X", "样例乙", "1", string.Empty, "19781212", "福建省厦门市样例路2号", "厦门市公安局",
        "20180901", "20230901");

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(400);

    /// <summary>Sets a reader up, runs the test and takes everything down.</summary>
    protected abstract Task WithReaderAsync(Func<IdReaderRig, Task> test, params Fault[] faults);

    [Fact]
    public Task A_document_that_lies_there_is_read() => WithReaderAsync(async rig =>
    {
        rig.World.DocumentOnReader = Resident;
        (await rig.Reader.OpenAsync(default)).Ok.ShouldBeTrue();

        var document = (await rig.Reader.ReadAsync(Long, default)).Value;

        document.Kind.ShouldBe(DocumentKind.ResidentCard);
        document.Number.ShouldBe(Resident.Number);
        document.Name.ShouldBe(Resident.Name);
        document.Address.ShouldBe(Resident.Address);
        document.ValidTo.ShouldBe(Resident.ValidTo);
    });

    [Fact]
    public Task A_document_put_down_while_waiting_is_read() => WithReaderAsync(async rig =>
    {
        var reading = rig.Reader.ReadAsync(Long, default);
        await Task.Delay(TimeSpan.FromMilliseconds(700), rig.Time);
        rig.World.DocumentOnReader = Permit;

        (await reading).Value.Number.ShouldBe(Permit.Number);
    });

    [Fact]
    public Task Without_a_document_the_wait_ends() => WithReaderAsync(async rig =>
        (await rig.Reader.ReadAsync(Short, default)).Failure!.Fault.ShouldBe(DeviceFault.NoDocument));

    [Fact]
    public Task A_cancelled_wait_leaves_the_reader_usable() => WithReaderAsync(async rig =>
    {
        using var stop = new CancellationTokenSource(Short, rig.Time);
        var waiting = rig.Reader.ReadAsync(Long, stop.Token).AsTask();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        rig.World.DocumentOnReader = Resident;
        (await rig.Reader.ReadAsync(Long, default)).Value.Number.ShouldBe(Resident.Number);
    });

    [Fact]
    public Task A_document_that_stays_is_read_again() => WithReaderAsync(async rig =>
    {
        rig.World.DocumentOnReader = Resident;
        (await rig.Reader.ReadAsync(Long, default)).Ok.ShouldBeTrue();
        (await rig.Reader.ReadAsync(Long, default)).Value.Number.ShouldBe(Resident.Number);
    });

    [Fact]
    public Task A_document_taken_away_is_not_read_from_memory() => WithReaderAsync(async rig =>
    {
        rig.World.DocumentOnReader = Resident;
        (await rig.Reader.ReadAsync(Long, default)).Ok.ShouldBeTrue();
        rig.World.DocumentOnReader = null;
        (await rig.Reader.ReadAsync(Short, default)).Failure!.Fault.ShouldBe(DeviceFault.NoDocument);
    });

    [Fact]
    public Task The_next_document_is_the_next_persons() => WithReaderAsync(async rig =>
    {
        rig.World.DocumentOnReader = Resident;
        (await rig.Reader.ReadAsync(Long, default)).Ok.ShouldBeTrue();
        rig.World.DocumentOnReader = Permit;
        (await rig.Reader.ReadAsync(Long, default)).Value.Number.ShouldBe(Permit.Number);
    });

    [Fact]
    public Task A_silent_reader_is_a_timeout_and_not_a_missing_document() => WithReaderAsync(async rig =>
    {
        (await rig.Reader.OpenAsync(default)).Ok.ShouldBeTrue();
        await rig.FallSilent();
        (await rig.Reader.ReadAsync(Long, default)).Failure!.Fault.ShouldBe(DeviceFault.Timeout);
    });

    [Fact]
    public Task An_unplugged_reader_is_offline() => WithReaderAsync(async rig =>
    {
        (await rig.Reader.OpenAsync(default)).Ok.ShouldBeTrue();
        await rig.Unplug();
        (await rig.Reader.ReadAsync(Long, default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await rig.Reader.OpenAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
    });

    [Fact]
    public Task Noise_without_end_is_garbage_and_not_a_long_wait() => WithReaderAsync(
        async rig =>
        {
            rig.World.DocumentOnReader = Resident;
            var began = rig.Time.GetTimestamp();
            (await rig.Reader.ReadAsync(Long, default)).Failure!.Fault
                .ShouldBeOneOf(DeviceFault.Garbage, DeviceFault.DocumentUnreadable);
            rig.Time.GetElapsedTime(began).ShouldBeLessThan(Long);
        },
        Fault.ReaderGarbage);

    [Fact]
    public Task What_was_read_prints_nothing_personal() => WithReaderAsync(async rig =>
    {
        rig.World.DocumentOnReader = Resident;
        var read = await rig.Reader.ReadAsync(Long, default);
        foreach (var text in new[] { read.ToString(), read.Value.ToString(), read.Value.Portrait.ToString() })
        {
            text.ShouldNotContain(Resident.Number);
            text.ShouldNotContain(Resident.Name);
        }
    });
}
