using KioskSuite.Devices;
using KioskSuite.Devices.Links;

namespace KioskSuite.CardPrinter.Evolis;

/// <summary>A kiosk printer of the Evolis family with contact station, encoder, reject box and bezel.</summary>
/// <remarks>
/// One act at a time; a movement command goes out once, and its effect is confirmed by the sensors. Each act first
/// looks whether the card is where the act starts, because the same commands insert a fresh blank when none is inside.
/// </remarks>
public sealed class EvolisPrinter : ICardPrinter
{
    private static readonly TimeSpan BezelPoll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BeforeEjection = TimeSpan.FromMilliseconds(100);

    private readonly ILink _link;
    private readonly TimeProvider _time;
    private readonly EvolisModel _model;
    private readonly EvolisDeadlines _deadlines;
    private readonly EvolisChannel _channel;
    private readonly EvolisSensors _sensors;
    private readonly EvolisStartUp _startUp;
    private readonly SemaphoreSlim _oneAct = new(1, 1);

    /// <param name="name">Name of the device in the kiosk's configuration.</param>
    /// <param name="link">Link to the printer; owned and disposed by this driver.</param>
    /// <param name="time">Clock of deadlines and polls.</param>
    /// <param name="options">Deadlines that replace the model's.</param>
    /// <param name="model">What <see cref="EvolisModel.Find"/> gave for the options' model name.</param>
    public EvolisPrinter(string name, ILink link, TimeProvider time, EvolisOptions options, EvolisModel model)
    {
        (Name, _link, _time, _model) = (name, link, time, model);
        _deadlines = options.Deadlines ?? model.Deadlines;
        _channel = new EvolisChannel(link, time);
        _sensors = new EvolisSensors(_channel, model, _deadlines.Read, time);
        _startUp = new EvolisStartUp(_channel, _sensors, model, _deadlines);
    }

    public string Name { get; }

    public string Link => _link.Kind;

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop)
    {
        _channel.Distrust();
        return ActAsync(_ => ValueTask.FromResult<Outcome<Done>>(new Done()), stop);
    }

    public ValueTask<Outcome<Done>> FeedAsync(IssuePermit permit, CancellationToken stop)
    {
        permit.Demand("feed");
        return ActAsync(FeedNowAsync, stop);
    }

    /// <remarks>Asks for <c>print</c>: the ticket has no word of its own for the way to the print position.</remarks>
    public ValueTask<Outcome<Done>> LeaveStationAsync(IssuePermit permit, CancellationToken stop)
    {
        permit.Demand("print");
        return ActAsync(LeaveStationNowAsync, stop);
    }

    public ValueTask<Outcome<Done>> WriteAndReadBackAsync(
        IssuePermit permit, StripeTracks tracks, CancellationToken stop)
    {
        permit.Demand("stripe");
        var encoder = new EvolisEncoder(_channel, _startUp, _model, _deadlines);
        return ActAsync(
            async s => await ExpectAsync(Place.Printer, s) is { Ok: false } elsewhere
                ? elsewhere
                : await encoder.WriteAndReadBackAsync(tracks, s),
            stop);
    }

    public ValueTask<Outcome<Done>> PrintAsync(IssuePermit permit, CardImage face, CancellationToken stop)
    {
        permit.Demand("print");
        var job = new EvolisPrintJob(_channel, _startUp, _sensors, _model, _deadlines);
        return ActAsync(
            async s =>
            {
                var done = await ExpectAsync(Place.Printer, s);
                done = done.Ok ? await job.LoadAsync(face, s) : done;
                done = done.Ok ? await MoveAsync("Se", _deadlines.Print, EvolisMoment.Print, s) : done;
                return done.Ok ? await ExpectAsync(Place.Printer, s) : done;
            },
            stop);
    }

    public ValueTask<Outcome<Done>> PresentAsync(IssuePermit permit, CancellationToken stop)
    {
        permit.Demand("present");
        return ActAsync(PresentNowAsync, stop);
    }

    public async ValueTask<Outcome<Done>> WaitTakenAsync(TimeSpan within, CancellationToken stop)
    {
        const int failuresMost = 3;
        var started = _time.GetTimestamp();
        for (var failures = 0; ;)
        {
            var taken = await ActAsync(TakenAsync, stop);
            failures = taken.Failure is null or { Fault: DeviceFault.CardNotTaken } ? 0 : failures + 1;
            if (taken.Ok || failures == failuresMost || _time.GetElapsedTime(started) >= within)
            {
                return taken;
            }

            await Task.Delay(BezelPoll, _time, stop);
        }
    }

    public ValueTask<Outcome<Done>> RetainAsync(CancellationToken stop) => ActAsync(RetainNowAsync, stop);

    public ValueTask<Outcome<Sighting>> LookAsync(CancellationToken stop) => ActAsync(LookNowAsync, stop);

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        _oneAct.Dispose();
    }

    private async ValueTask<Outcome<Done>> FeedNowAsync(CancellationToken stop)
    {
        var seen = await _sensors.WhereAsync(stop);
        if (seen.Failure is not null || seen.Value is not null)
        {
            return seen.Failure ?? new Failure(DeviceFault.Refused, $"a card is at {seen.Value}");
        }

        if (await _sensors.RibbonLeftAsync(stop) is var ribbon && ribbon is not { Ok: true, Value: > 0 })
        {
            return ribbon.Failure ?? DeviceFault.RibbonEnded;
        }

        if (await _sensors.RejectBoxFullAsync(stop) is var reject && reject is not { Ok: true, Value: false })
        {
            return reject.Failure ?? DeviceFault.RejectBoxFull;
        }

        var fed = await MoveAsync("Sis", _deadlines.Feed, EvolisMoment.Feed, stop);
        return fed.Ok ? await ExpectAsync(Place.ChipStation, stop) : fed;
    }

    private async ValueTask<Outcome<Done>> LeaveStationNowAsync(CancellationToken stop)
    {
        var done = await ExpectAsync(Place.ChipStation, stop);
        done = done.Ok ? await MoveAsync("Si", _deadlines.Move, EvolisMoment.Move, stop) : done;
        return done.Ok ? await ExpectAsync(Place.Printer, stop) : done;
    }

    private async ValueTask<Outcome<Done>> PresentNowAsync(CancellationToken stop)
    {
        var done = await ExpectAsync(Place.Printer, stop);
        foreach (var setting in new[] { "Pcem;I", $"Pbc;D;{_model.BezelSeconds}", "Pbc;A;D", "Pneab;A;1" })
        {
            done = done.Ok ? await _startUp.SetAsync(setting, stop) : done;
        }

        if (!done.Ok)
        {
            return done;
        }

        await Task.Delay(BeforeEjection, _time, stop);
        done = await MoveAsync("Se", _deadlines.Present, EvolisMoment.Move, stop);
        if (!done.Ok)
        {
            return done;
        }

        // Nowhere: a quick hand has it already, which WaitTakenAsync then reports.
        var seen = await _sensors.WhereAsync(stop);
        return seen.Failure is { } failure ? failure
            : seen.Value is Place.Exit or null ? new Done()
            : NotAt(seen.Value);
    }

    /// <summary>Taken means out of the bezel and not drawn in again.</summary>
    private async ValueTask<Outcome<Done>> TakenAsync(CancellationToken stop)
    {
        var seen = await _sensors.WhereAsync(stop);
        return seen.Failure is { } failure ? failure : seen.Value is null ? new Done() : DeviceFault.CardNotTaken;
    }

    private async ValueTask<Outcome<Done>> RetainNowAsync(CancellationToken stop)
    {
        if (await _sensors.RejectBoxFullAsync(stop) is var reject && reject is not { Ok: true, Value: false })
        {
            return reject.Failure ?? DeviceFault.RejectBoxFull;
        }

        var seen = await _sensors.WhereAsync(stop);
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
            done = done.Ok ? await _startUp.SetAsync(setting, stop) : done;
        }

        done = done.Ok ? await MoveAsync("Ser", _deadlines.Retain, EvolisMoment.Retain, stop) : done;
        return done.Ok ? await ExpectAsync(null, stop) : done;
    }

    /// <summary>Bezel to print position; a hand may be quicker.</summary>
    private async ValueTask<Outcome<Done>> DrawInAsync(CancellationToken stop)
    {
        var drawn = await MoveAsync("Sib", _deadlines.Retain, EvolisMoment.Retain, stop);
        return drawn.Failure is { Fault: DeviceFault.CardJam } && await TakenAsync(stop) is { Ok: true }
            ? DeviceFault.NoCard
            : drawn;
    }

    private async ValueTask<Outcome<Sighting>> LookNowAsync(CancellationToken stop)
    {
        var seen = await _sensors.WhereAsync(stop);
        if (seen.Failure is { } blind)
        {
            return blind;
        }

        var full = await _sensors.RejectBoxFullAsync(stop);
        return full.Failure is { } failure ? failure : new Sighting(seen.Value, full.Value);
    }

    private async ValueTask<Outcome<Done>> ExpectAsync(Place? place, CancellationToken stop)
    {
        var seen = await _sensors.WhereAsync(stop);
        return seen.Failure is { } failure ? failure : seen.Value == place ? new Done() : NotAt(seen.Value);
    }

    /// <summary>The printer said OK, or the caller believed so, and the sensors say otherwise: no answer is trusted.</summary>
    private Failure NotAt(Place? seen)
    {
        _channel.Distrust();
        return new Failure(
            seen is null ? DeviceFault.NoCard : DeviceFault.CardJam, $"card at {seen?.ToString() ?? "no place"}");
    }

    /// <summary>Sends a movement once; whatever comes back, it is not sent again.</summary>
    private async ValueTask<Outcome<Done>> MoveAsync(
        string command, TimeSpan within, EvolisMoment moment, CancellationToken stop)
    {
        var reply = await _channel.AskAsync(new(command), within, stop);
        return reply.Failure is { } failure ? failure : reply.Value.Says switch
        {
            EvolisSays.Ok => new Done(),
            EvolisSays.Error or EvolisSays.CardSomewhere =>
                await _sensors.ExplainAsync(moment, $"{command}: {reply.Value}", stop),
            _ => _sensors.Unexpected(command, reply.Value),
        };
    }

    private async ValueTask<Outcome<T>> ActAsync<T>(
        Func<CancellationToken, ValueTask<Outcome<T>>> act, CancellationToken stop)
    {
        await _oneAct.WaitAsync(stop);
        try
        {
            if (_channel.Suspect && (await _startUp.RunAsync(stop)).Failure is { } failure)
            {
                return failure;
            }

            return await act(stop);
        }
        finally
        {
            _oneAct.Release();
        }
    }
}
