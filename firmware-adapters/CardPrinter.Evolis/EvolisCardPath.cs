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

        var before = await sensors.InsertedAsync(stop);
        if (before.Failure is { } uncounted)
        {
            return uncounted;
        }

        var fed = await MoveAsync("Sis", deadlines.Feed, EvolisMoment.Feed, stop);
        fed = fed.Ok ? await ConfirmAsync("Sis", Place.ChipStation, stop) : fed;
        return fed.Failure is { Fault: DeviceFault.Contradiction } lie
            ? await CountedAsync(lie, before.Value, stop)
            : fed;
    }

    public async ValueTask<Outcome<Done>> LeaveStationAsync(CancellationToken stop)
    {
        var done = await ExpectAsync(Place.ChipStation, stop);
        done = done.Ok ? await MoveAsync("Si", deadlines.Move, EvolisMoment.Move, stop) : done;
        return done.Ok ? await ConfirmAsync("Si", Place.Printer, stop) : done;
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

        // No place: a quick hand has it already, which is no contradiction; WaitTakenAsync then reports it.
        var seen = await sensors.WhereAsync(stop);
        return seen.Failure is { } failure ? failure
            : seen.Value is Place.Exit or null ? new Done()
            : Contradicts("Se", seen.Value);
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
        return done.Ok ? await ConfirmAsync("Ser", null, stop) : done;
    }

    public async ValueTask<Outcome<Sighting>> LookAsync(CancellationToken stop)
    {
        var seen = await sensors.WhereAsync(stop);
        if (seen.Failure is { } blind)
        {
            return blind;
        }

        var full = await sensors.RejectBoxFullAsync(stop);
        if (full.Failure is { } unknown)
        {
            return unknown;
        }

        var inserted = await sensors.InsertedAsync(stop);
        return inserted.Failure is { } failure ? failure : new Sighting(seen.Value, full.Value, inserted.Value);
    }

    /// <summary>Whether the card is where an act begins.</summary>
    public async ValueTask<Outcome<Done>> ExpectAsync(Place place, CancellationToken stop)
    {
        var seen = await sensors.WhereAsync(stop);
        return seen.Failure is { } failure ? failure : seen.Value == place ? new Done() : NotAt(seen.Value);
    }

    /// <summary>Whether the card is where a movement that was answered OK ends.</summary>
    public async ValueTask<Outcome<Done>> ConfirmAsync(string command, Place? place, CancellationToken stop)
    {
        var seen = await sensors.WhereAsync(stop);
        return seen.Failure is { } failure ? failure
            : seen.Value == place ? new Done()
            : Contradicts(command, seen.Value);
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
        drawn = drawn.Ok ? await ConfirmAsync("Sib", Place.Printer, stop) : drawn;
        return drawn.Failure is { Fault: DeviceFault.CardJam or DeviceFault.Contradiction }
            && await sensors.WhereAsync(stop) is { Ok: true, Value: null }
            ? DeviceFault.NoCard
            : drawn;
    }

    /// <summary>Adds what the counter says: unchanged, and the blank is in the hopper as before.</summary>
    private async ValueTask<Failure> CountedAsync(Failure lie, uint? before, CancellationToken stop)
    {
        var after = await sensors.InsertedAsync(stop);
        return after is not { Ok: true, Value: { } count } || before is null
            ? lie
            : lie with { Said = $"{lie.Said}, {(long)count - before} inserted" };
    }

    /// <summary>The printer said OK, and its sensors say that this is not so.</summary>
    private Failure Contradicts(string command, Place? seen)
    {
        channel.Distrust();
        return new Failure(DeviceFault.Contradiction, $"{command}: OK, card at {seen?.ToString() ?? "no place"}");
    }

    /// <summary>The caller thought the card to be elsewhere.</summary>
    private Failure NotAt(Place? seen)
    {
        channel.Distrust();
        return new Failure(
            seen is null ? DeviceFault.NoCard : DeviceFault.CardJam, $"card at {seen?.ToString() ?? "no place"}");
    }
}
