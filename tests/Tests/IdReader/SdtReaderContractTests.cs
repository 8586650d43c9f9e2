using KioskSuite.Devices.Links;
using KioskSuite.IdReader.Sdt;
using KioskSuite.KioskInABox.IdReader;
using KioskSuite.KioskInABox.World;
using KioskSuite.Tests.Contracts;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.IdReader;

/// <summary>The contract in virtual time, in memory.</summary>
public sealed class SdtReaderOnLoopbackTests : IdReaderContract
{
    protected override Task WithReaderAsync(Func<IdReaderRig, Task> test, params Fault[] faults) =>
        VirtualTime.Run(async time =>
        {
            var (host, device) = LoopbackLink.CreatePair();
            var world = new World(0, "none", 1, faults.ToHashSet());
            using var stop = new CancellationTokenSource();
            var running = new SimulatedSdtReader(world, time, seed: 7).RunAsync(device, stop.Token);
            await using var reader = new SdtReader("idReader", host, new TaggedPortraitDecoder(), time, new());
            await test(new(reader, world, time, FallSilentAsync, () => device.CloseAsync().AsTask()));
            await FallSilentAsync();

            async Task FallSilentAsync()
            {
                stop.Cancel();
                await running;
            }
        });
}

/// <summary>The contract in real time, over a pseudo terminal and the real serial link.</summary>
public sealed class SdtReaderOnPtyTests : IdReaderContract
{
    protected override async Task WithReaderAsync(Func<IdReaderRig, Task> test, params Fault[] faults)
    {
        var world = new World(0, "none", 1, faults.ToHashSet());
        var simulated = SimulatedSdtReaderOnPty.Start(world, TimeProvider.System, seed: 7);
        await using (var reader = new SdtReader(
            "idReader",
            new SerialLink(new(simulated.SlavePath) { BaudRate = 115200 }),
            new TaggedPortraitDecoder(),
            TimeProvider.System,
            new()))
        {
            reader.Link.ShouldBe("serial");
            await test(new(reader, world, TimeProvider.System, simulated.FallSilentAsync, UnplugAsync));
        }

        await UnplugAsync();

        Task UnplugAsync() => simulated.DisposeAsync().AsTask();
    }
}
