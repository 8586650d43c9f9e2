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

    private readonly ILink _link;
    private readonly TimeProvider _time;
    private readonly EvolisDeadlines _deadlines;
    private readonly EvolisChannel _channel;
    private readonly EvolisStartUp _startUp;
    private readonly EvolisCardPath _path;
    private readonly EvolisEncoder _encoder;
    private readonly EvolisPrintJob _job;
    private readonly EvolisCheck _check;
    private readonly Turn _oneAct = new();

    /// <param name="name">Name of the device in the kiosk's configuration.</param>
    /// <param name="link">Link to the printer; owned and disposed by this driver.</param>
    /// <param name="time">Clock of deadlines and polls.</param>
    /// <param name="options">Deadlines that replace the model's.</param>
    /// <param name="model">What <see cref="EvolisModel.Find"/> gave for the options' model name.</param>
    public EvolisPrinter(string name, ILink link, TimeProvider time, EvolisOptions options, EvolisModel model)
    {
        (Name, _link, _time) = (name, link, time);
        _deadlines = options.Deadlines ?? model.Deadlines;
        _channel = new EvolisChannel(link, time);
        var sensors = new EvolisSensors(_channel, model, _deadlines.Read, time);
        _startUp = new EvolisStartUp(_channel, sensors, model, _deadlines);
        _path = new EvolisCardPath(_channel, sensors, _startUp, model, _deadlines, time);
        _encoder = new EvolisEncoder(_channel, _startUp, model, _deadlines);
        _job = new EvolisPrintJob(_channel, _startUp, sensors, model, _deadlines);
        _check = new EvolisCheck(sensors);
    }

    public string Name { get; }

    public string Link => _link.Kind;

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop)
    {
        _channel.Distrust();
        return ActAsync(_ => ValueTask.FromResult<Outcome<Done>>(new Done()), stop);
    }

    public ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop) => ActAsync(_check.RunAsync, stop);

    public ValueTask<Outcome<Done>> FeedAsync(IssuePermit permit, CancellationToken stop)
    {
        permit.Demand("feed");
        return ActAsync(_path.FeedAsync, stop);
    }

    /// <remarks>Asks for <c>print</c>: the ticket has no word of its own for the way to the print position.</remarks>
    public ValueTask<Outcome<Done>> LeaveStationAsync(IssuePermit permit, CancellationToken stop)
    {
        permit.Demand("print");
        return ActAsync(_path.LeaveStationAsync, stop);
    }

    public ValueTask<Outcome<Done>> WriteAndReadBackAsync(
        IssuePermit permit, StripeTracks tracks, CancellationToken stop)
    {
        permit.Demand("stripe");
        return ActAsync(
            async s =>
            {
                var there = await _path.ExpectAsync(Place.Printer, s);
                return there.Ok ? await _encoder.WriteAndReadBackAsync(tracks, s) : there;
            },
            stop);
    }

    public ValueTask<Outcome<Done>> PrintAsync(IssuePermit permit, CardImage face, CancellationToken stop)
    {
        permit.Demand("print");
        return ActAsync(
            async s =>
            {
                var done = await _path.ExpectAsync(Place.Printer, s);
                done = done.Ok ? await _job.LoadAsync(face, s) : done;
                done = done.Ok ? await _path.MoveAsync("Se", _deadlines.Print, EvolisMoment.Print, s) : done;
                return done.Ok ? await _path.ConfirmAsync("Se", Place.Printer, s) : done;
            },
            stop);
    }

    public ValueTask<Outcome<Done>> PresentAsync(IssuePermit permit, CancellationToken stop)
    {
        permit.Demand("present");
        return ActAsync(_path.PresentAsync, stop);
    }

    public async ValueTask<Outcome<Done>> WaitTakenAsync(TimeSpan within, CancellationToken stop)
    {
        const int failuresMost = 3;
        var started = _time.GetTimestamp();
        for (var failures = 0; ;)
        {
            var taken = await ActAsync(_path.TakenAsync, stop);
            failures = taken.Failure is null or { Fault: DeviceFault.CardNotTaken } ? 0 : failures + 1;
            if (taken.Ok || failures == failuresMost || _time.GetElapsedTime(started) >= within)
            {
                return taken;
            }

            await Task.Delay(BezelPoll, _time, stop);
        }
    }

    public ValueTask<Outcome<Done>> RetainAsync(CancellationToken stop) => ActAsync(_path.RetainAsync, stop);

    public ValueTask<Outcome<Sighting>> LookAsync(CancellationToken stop) => ActAsync(_path.LookAsync, stop);

    public ValueTask DisposeAsync() => _link.DisposeAsync();

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
