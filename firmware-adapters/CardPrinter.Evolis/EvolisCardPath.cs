using KioskSuite.Devices;

namespace KioskSuite.CardPrinter.Evolis;

/// <summary>The card's way through the printer: a movement is sent once and believed when sensors agree.</summary>
/// <remarks>An act first looks whether its card is there: <c>Si</c> and others insert a blank when none is.</remarks>
internal sealed class EvolisCardPath(
    EvolisChannel channel,
    EvolisSensors sensors,
    EvolisStartUp settings,
    EvolisModel model,
    EvolisDeadlines deadlines,
    TimeProvider time)
{
    private static readonly TimeSpan BeforeEjection = TimeSpan.FromMilliseconds(100);

    public async ValueTask<Outcome<Done>> FeedAsync(CancellationToken stop)
    {
        var seen = await sensors.WhereAsync(stop);
        if (seen.Failure is not null || seen.Value is not null)
        {
            return seen.Failure ?? new Failure(DeviceFault.Refused, $"a card is at {seen.Value}");
        }

        if (await sensors.RibbonLeftAsync(stop) is var ribbon && ribbon is not { Ok: true, Value: > 0 })
        {
            return ribbon.Failure ?? DeviceFault.RibbonEnded;
        }

        if (await sensors.RejectBoxFullAsync(stop) is var reject && reject is not { Ok: true, Value: false })
        {
            return reject.Failure ?? DeviceFault.RejectBoxFull;
        }

        var fed = await MoveAsync("Sis", deadlines.Feed, EvolisMoment.Feed, stop);
        return fed.Ok ? await ExpectAsync(Place.ChipStation, stop) : fed;
    }

    public async ValueTask<Outcome<Done>> LeaveStationAsync(CancellationToken stop)
    {
        var done = await ExpectAsync(Place.ChipStation, stop);
        done = done.Ok ? await MoveAsync("Si", deadlines.Move, EvolisMoment.Move, stop) : done;
        return done.Ok ? await ExpectAsync(Place.Printer, stop) : done;
    }

    public async ValueTask<Outcome<Done>> PresentAsync(CancellationToken stop)
    {
        var done = await ExpectAsync(Place.Printer, stop);
        foreach (var setting in new[] { "Pcem;I", $"Pbc;D;{model.BezelSeconds}", "Pbc;A;D", "Pneab;A;1" })
        {
            done = done.Ok ? await settings.SetAsync(setting, stop) : done;
        }

        if (!done.Ok)
        {
            return done;
        }

        await Task.Delay(BeforeEjection, time, stop);
        done = await MoveAsync("Se", deadlines.Present, EvolisMoment.Move, stop);
        if (!done.Ok)
        {
            return done;
        }

        // No place: a quick hand has it already, which WaitTakenAsync then reports.
        var seen = await sensors.WhereAsync(stop);
        return seen.Failure is { } failure ? failure
            : seen.Value is Place.Exit or null ? new Done()
            : NotAt(seen.Value);
    }

    /// <summary>Taken means out of the bezel and not drawn in again.</summary>
    public async ValueTask<Outcome<Done>> TakenAsync(CancellationToken stop)
    {
        var seen = await sensors.WhereAsync(stop);
        return seen.Failure is { } failure ? failure : seen.Value is null ? new Done() : DeviceFault.CardNotTaken;
    }

    public async ValueTask<Outcome<Done>> RetainAsync(CancellationToken stop)
    {
        if (await sensors.RejectBoxFullAsync(stop) is var reject && reject is not { Ok: true, Value: false })
        {
            return reject.Failure ?? DeviceFault.RejectBoxFull;
        }

        var seen = await sensors.WhereAsync(stop);
        if (seen.Failure is { } blind)
        {
            return blind;
        }

        var done = seen.Value switch
        {
            null => DeviceFault.NoCard,
            Place.Exit => await DrawInAsync(stop),
            _ => new Done(),
        };
        foreach (var setting in new[] { "Pneab;A;1", "Pcrm;D" })
        {
            done = done.Ok ? await settings.SetAsync(setting, stop) : done;
        }

        done = done.Ok ? await MoveAsync("Ser", deadlines.Retain, EvolisMoment.Retain, stop) : done;
        return done.Ok ? await ExpectAsync(null, stop) : done;
    }

    public async ValueTask<Outcome<Sighting>> LookAsync(CancellationToken stop)
    {
        var seen = await sensors.WhereAsync(stop);
        if (seen.Failure is { } blind)
        {
            return blind;
        }

        var full = await sensors.RejectBoxFullAsync(stop);
        return full.Failure is { } failure ? failure : new Sighting(seen.Value, full.Value);
    }

    public async ValueTask<Outcome<Done>> ExpectAsync(Place? place, CancellationToken stop)
    {
        var seen = await sensors.WhereAsync(stop);
        return seen.Failure is { } failure ? failure : seen.Value == place ? new Done() : NotAt(seen.Value);
    }

    /// <summary>Sends a movement once; whatever comes back, it is not sent again.</summary>
    public async ValueTask<Outcome<Done>> MoveAsync(
        string command, TimeSpan within, EvolisMoment moment, CancellationToken stop)
    {
        var reply = await channel.AskAsync(new(command), within, stop);
        if (reply.Failure is { } failure)
        {
            return failure;
        }

        return reply.Value.Says switch
        {
            EvolisSays.Ok => new Done(),
            EvolisSays.Error or EvolisSays.CardSomewhere =>
                await sensors.ExplainAsync(moment, $"{command}: {reply.Value}", stop),
            _ => sensors.Unexpected(command, reply.Value),
        };
    }

    /// <summary>Bezel to print position; a hand may be quicker.</summary>
    private async ValueTask<Outcome<Done>> DrawInAsync(CancellationToken stop)
    {
        var drawn = await MoveAsync("Sib", deadlines.Retain, EvolisMoment.Retain, stop);
        drawn = drawn.Ok ? await ExpectAsync(Place.Printer, stop) : drawn;
        return drawn.Failure is { Fault: DeviceFault.CardJam } && await TakenAsync(stop) is { Ok: true }
            ? DeviceFault.NoCard
            : drawn;
    }

    /// <summary>The printer said OK, or the caller thought so, and the sensors do not agree.</summary>
    private Failure NotAt(Place? seen)
    {
        channel.Distrust();
        return new Failure(
            seen is null ? DeviceFault.NoCard : DeviceFault.CardJam, $"card at {seen?.ToString() ?? "no place"}");
    }
}
