using KioskSuite.Devices;
using KioskSuite.Devices.Links.Pcsc;

namespace KioskSuite.ChipStation.Pcsc;

/// <summary>A contact station behind PC/SC. One thread and one context per power-on.</summary>
public sealed class PcscChipStation : IChipStation
{
    private const int ShortestCommand = 4;
    private const int LongestCommand = 65544;
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_looking = TimeSpan.FromSeconds(4);
    private readonly IPcscLibrary _library;
    private readonly PcscOptions _options;
    private readonly TimeProvider _time;
    private readonly PcscChoice _choice;
    private readonly PcscLook _look;
    private readonly PcscWatchdog _watchdog;
    private readonly Turn _turn = new();
    private readonly List<PcscThread> _abandoned = [];
    private PcscThread? _thread;
    private PcscCard? _card;
    private Failure _why = new(DeviceFault.ChipRemoved, "not powered");

    public PcscChipStation(string name, PcscOptions options, TimeProvider time)
        : this(name, options, PcscLibrary.OfThisMachine(), time)
    {
    }

    internal PcscChipStation(string name, PcscOptions options, IPcscLibrary library, TimeProvider time)
    {
        (Name, _options, _library, _time, _choice) = (name, options, library, time, new PcscChoice(options));
        _look = new PcscLook(name, library, _choice, options, time);
        _watchdog = new PcscWatchdog(options.TransmitDeadline, time);
    }

    public string Name { get; }

    public string Link => "pcsc";

    /// <summary>True when pcscd lists the reader and no other program holds it; disturbs no session.</summary>
    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => LookAsync(stop);

    public async ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop) =>
        await LookAsync(stop) is { Failure: { } failure } ? failure : default(DeviceCondition);

    public async ValueTask<Outcome<byte[]>> PowerOnAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            await EndAsync();
            _abandoned.RemoveAll(t => t.Ended.IsCompleted);
            if (_abandoned.Count >= _options.MaxAbandoned)
            {
                return new Failure(DeviceFault.ChipMute, "too many calls are stuck");
            }

            _thread = PcscThread.Start(Name, _library);
            var powered = await WatchAsync(
                _thread.CallAsync(context => new PcscSearch(context, _choice, _options, _time).Run()),
                _options.PowerOnDeadline + _options.TransmitDeadline,
                stop);
            if (powered.Failure is { } failure)
            {
                failure = HeldByOurselves(failure);
                await LoseAsync(failure);
                return failure;
            }

            _card = powered.Value;
            return (byte[])_card.Atr.Clone();
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask<Outcome<ResponseApdu>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken stop)
    {
        if (command.Length is < ShortestCommand or > LongestCommand)
        {
            return new Failure(DeviceFault.Refused, $"command of {command.Length} bytes");
        }

        await _turn.WaitAsync(stop);
        try
        {
            if (_card is not { } card)
            {
                return _why;
            }

            var answer = await AbandonIfLateAsync(
                _thread!.ConverseAsync(_ => card.Transmit(command.Span), _watchdog, stop));
            if (answer.Failure is not { Fault: not DeviceFault.Garbage } failure)
            {
                return answer;
            }

            failure = await PulledOutAsync(card, failure, stop);
            await LoseAsync(failure);
            return failure;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask PowerOffAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            await EndAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await PowerOffAsync(CancellationToken.None);
        _watchdog.Dispose();
    }

    private async ValueTask<Outcome<Done>> LookAsync(CancellationToken stop)
    {
        var held = await _look.RunAsync(stop);
        return held.Failure is { } failure ? failure
            : held.Value && !await IsOursAsync(stop) ? new Failure(DeviceFault.Busy, "held by another program")
            : default(Done);
    }

    private async ValueTask<bool> IsOursAsync(CancellationToken stop)
    {
        if (!_turn.TryTake())
        {
            return true;
        }

        var ours = _card is not null || _abandoned.Exists(thread => !thread.Ended.IsCompleted);
        _turn.Release();
        return ours;
    }

    private Task<Outcome<T>> WatchAsync<T>(Task<Outcome<T>> running, TimeSpan deadline, CancellationToken stop) =>
        AbandonIfLateAsync(running.WaitAsync(deadline, _time, stop));

    /// <summary>A call that does not end within its deadline keeps its thread, and we let go of both.</summary>
    private async Task<Outcome<T>> AbandonIfLateAsync<T>(Task<Outcome<T>> running)
    {
        try
        {
            return await running;
        }
        catch (TimeoutException)
        {
            Abandon();
            return new Failure(DeviceFault.ChipMute, "no answer in time");
        }
        catch (OperationCanceledException)
        {
            Abandon();
            throw;
        }
    }

    /// <summary>
    /// The connection of a call that never ended keeps the reader, so the mute chip is still to blame.
    /// </summary>
    private Failure HeldByOurselves(Failure failure) =>
        failure.Fault == DeviceFault.Busy && _abandoned.Exists(thread => !thread.Ended.IsCompleted)
            ? new Failure(DeviceFault.ChipMute, "a call is stuck")
            : failure;

    /// <summary>A reader reports a failed exchange before it reports the pull-out that caused it: look again.</summary>
    private async Task<Failure> PulledOutAsync(PcscCard card, Failure failure, CancellationToken stop)
    {
        if (failure.Fault != DeviceFault.ChipMute || _card is null)
        {
            return failure;
        }

        var gone = await WatchAsync(_thread!.CallAsync(card.Gone), s_looking, stop);
        return gone is { Ok: true, Value: true } ? new Failure(DeviceFault.ChipRemoved, failure.Said) : failure;
    }

    private void Abandon()
    {
        if (_thread is not { } thread)
        {
            return;
        }

        thread.Cancel();
        thread.Dispose();
        _abandoned.Add(thread);
        (_thread, _card) = (null, null);
        _why = new Failure(DeviceFault.ChipMute, "given up");
    }

    private async Task LoseAsync(Failure why)
    {
        await EndAsync();
        _why = why;
    }

    /// <summary>Powers the card down if there is one and ends the thread; the next use makes a new context.</summary>
    private async Task EndAsync()
    {
        _why = new(DeviceFault.ChipRemoved, "not powered");
        if (_thread is not { } thread)
        {
            return;
        }

        var card = _card;
        var off = thread.CallAsync(_ => card?.PowerOff());
        thread.Dispose();
        (_thread, _card) = (null, null);
        try
        {
            await off.WaitAsync(s_ending, _time);
            await thread.Ended.WaitAsync(s_ending, _time);
        }
        catch (TimeoutException)
        {
            _abandoned.Add(thread);
        }
    }
}
