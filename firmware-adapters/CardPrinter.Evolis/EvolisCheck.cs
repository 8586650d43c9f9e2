using KioskSuite.Devices;

namespace KioskSuite.CardPrinter.Evolis;

/// <summary>What keeps the printer from making cards, now or soon, by its sensors.</summary>
internal sealed class EvolisCheck(EvolisSensors sensors)
{
    /// <summary>The first hindrance in the order in which a person would meet them; only reads.</summary>
    public async ValueTask<Outcome<DeviceCondition>> RunAsync(CancellationToken stop)
    {
        var closed = await sensors.CoverClosedAsync(stop);
        if (closed is not { Ok: true, Value: true })
        {
            return closed.Failure ?? Hindered(DeviceFault.CoverOpen);
        }

        var filled = await sensors.FeederFilledAsync(stop);
        if (filled is not { Ok: true, Value: true })
        {
            return filled.Failure ?? Hindered(DeviceFault.FeederEmpty);
        }

        var ribbon = await sensors.RibbonLeftAsync(stop);
        if (ribbon is not { Ok: true, Value: > 0 })
        {
            return ribbon.Failure ?? Hindered(DeviceFault.RibbonEnded);
        }

        var full = await sensors.RejectBoxFullAsync(stop);
        if (full is not { Ok: true, Value: false })
        {
            return full.Failure ?? Hindered(DeviceFault.RejectBoxFull);
        }

        var low = await sensors.FeederLowAsync(stop);
        return low.Failure is { } failure ? failure
            : new DeviceCondition(Soon: low.Value ? DeviceFault.FeederLow : DeviceFault.None);
    }

    private static Outcome<DeviceCondition> Hindered(DeviceFault fault) => new DeviceCondition(fault);
}
