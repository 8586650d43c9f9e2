using KioskSuite.Devices;
using KioskSuite.Devices.Links;
using KioskSuite.IdReader.Sdt;
using KioskSuite.KioskInABox.IdReader;
using KioskSuite.KioskInABox.Links;
using KioskSuite.KioskInABox.World;
using KioskSuite.Tests.Contracts;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.IdReader;

/// <summary>The contract in virtual time, in memory.</summary>
public sealed class SdtReaderInMemoryTests : IdReaderContract
{
    protected override Task WithReaderAsync(Func<IdReaderRig, Task> test, params Fault[] faults) =>
        VirtualTime.Run(async time =>
        {
            var world = new World(0, "none", 1, faults.ToHashSet());
            var simulated = new SimulatedSdtReader(world, time, seed: 7);
            using var silent = new CancellationTokenSource();
            await using var connections = new Connections(simulated.Plug, ServeAsync);
            await using var reader = new SdtReader(
                "idReader", new InMemoryLink(connections.Accept), new TaggedPortraitDecoder(), time, new());
            await test(new(reader, world, time, FallSilentAsync, UnplugAsync));

            Task FallSilentAsync()
            {
                silent.Cancel();
                return Task.CompletedTask;
            }

            Task UnplugAsync()
            {
                simulated.Plug.Pull(Timeout.InfiniteTimeSpan);
                return Task.CompletedTask;
            }

            async Task ServeAsync(ILink link, CancellationToken stop)
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, silent.Token);
                await simulated.RunAsync(link, either.Token);
                if (silent.IsCancellationRequested)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
                }
            }
        });
}

/// <summary>The contract in real time, over a pseudo terminal and the real serial link.</summary>
public sealed class SdtReaderOnPtyTests : IdReaderContract
{
    [Fact]
    public Task A_port_that_another_program_holds_is_busy() => WithReaderAsync(async rig =>
    {
        (await rig.Reader.OpenAsync(default)).Ok.ShouldBeTrue();
        await using var other = Reader(rig.Place);
        (await other.CheckAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Busy);
        (await other.OpenAsync(default)).Failure!.Fault.ShouldBe(DeviceFault.Busy);
        (await rig.Reader.CheckAsync(default)).Ok.ShouldBeTrue();
    });

    protected override async Task WithReaderAsync(Func<IdReaderRig, Task> test, params Fault[] faults)
    {
        var folder = Directory.CreateTempSubdirectory("reader");
        var world = new World(0, "none", 1, faults.ToHashSet());
        var path = Path.Combine(folder.FullName, "id-reader");
        var simulated = SimulatedSdtReaderOnPty.Start(world, TimeProvider.System, seed: 7, path: path);
        await using (var reader = Reader(simulated.SlavePath))
        {
            reader.Link.ShouldBe("serial");
            var rig = new IdReaderRig(reader, world, TimeProvider.System, simulated.FallSilentAsync, UnplugAsync);
            await test(rig with { Place = path });
        }

        await UnplugAsync();
        File.Exists(path).ShouldBeFalse();
        folder.Delete(recursive: true);

        Task UnplugAsync() => simulated.DisposeAsync().AsTask();
    }

    private static SdtReader Reader(string path) => new(
        "idReader",
        new SerialLink(new(path) { BaudRate = 115200 }),
        new TaggedPortraitDecoder(),
        TimeProvider.System,
        new());
}
