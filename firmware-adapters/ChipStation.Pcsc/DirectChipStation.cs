using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Devices.Links;

namespace KioskSuite.ChipStation.Pcsc;

/// <summary>
/// A simulated card without pcscd, for machines that cannot run it: the station takes vpcd's side of the framing over
/// a byte link to a card that listens. A closed connection is a removed card.
/// </summary>
public sealed class DirectChipStation(string name, ILink link, DirectOptions options, TimeProvider time) : IChipStation
{
    private const int ShortestCommand = 4;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private readonly Turn _turn = new();
    private bool _powered;
    private Failure _why = new(DeviceFault.ChipRemoved, "not powered");

    public string Name { get; } = name;

    public string Link => "direct";

    /// <summary>True when the card's slot answers; a session with a powered card goes on undisturbed.</summary>
    public async ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop)
    {
        if (!_turn.TryTake())
        {
            return default(Done); // a session has it, and will tell what is wrong
        }

        try
        {
            if (_powered)
            {
                return default(Done);
            }

            await link.CloseAsync();
            using var deadline = new CancellationTokenSource(options.PowerOnDeadline, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
            var opened = await link.OpenAsync(both.Token);
            await link.CloseAsync();
            return opened;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return DeviceFault.Timeout;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop) =>
        await OpenAsync(stop) is { Failure: { } failure } ? failure : default(DeviceCondition);

    public async ValueTask<Outcome<byte[]>> PowerOnAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        using var deadline = new CancellationTokenSource(options.PowerOnDeadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        Failure last = DeviceFault.NoCard;
        try
        {
            while (true)
            {
                await CloseAsync(new(DeviceFault.ChipRemoved, "not powered"));
                var opened = await link.OpenAsync(both.Token);
                last = opened.Failure ?? DeviceFault.ChipMute;
                var atr = opened.Ok ? await AskAtrAsync(both.Token) : opened.Failure!;
                if (atr.Ok || atr.Failure!.Fault == DeviceFault.Garbage)
                {
                    _powered = atr.Ok;
                    return atr;
                }

                last = atr.Failure;
                await Task.Delay(s_pause, time, both.Token);
            }
        }
        catch (OperationCanceledException)
        {
            await CloseAsync(last);
            stop.ThrowIfCancellationRequested();
            return last;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask<Outcome<ResponseApdu>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken stop)
    {
        if (command.Length is < ShortestCommand or > VpcdFrames.MaxPayload)
        {
            return new Failure(DeviceFault.Refused, $"command of {command.Length} bytes");
        }

        await _turn.WaitAsync(stop);
        using var deadline = new CancellationTokenSource(options.TransmitDeadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            if (!_powered)
            {
                return _why;
            }

            var answer = await ExchangeAsync(command, both.Token);
            if (!answer.Ok)
            {
                await CloseAsync(answer.Failure!);
                return answer.Failure!;
            }

            return ResponseApdu.Parse(answer.Value);
        }
        catch (OperationCanceledException)
        {
            await CloseAsync(new(DeviceFault.ChipMute, "given up"));
            stop.ThrowIfCancellationRequested();
            return new Failure(DeviceFault.ChipMute, "no answer in time");
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
            if (_powered)
            {
                await link.WriteAsync(VpcdFrames.Build(VpcdFrames.PowerOff), stop);
            }
        }
        finally
        {
            await CloseAsync(new(DeviceFault.ChipRemoved, "not powered"));
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(new(DeviceFault.ChipRemoved, "not powered"));
        await link.DisposeAsync();
    }

    private async ValueTask CloseAsync(Failure why)
    {
        (_powered, _why) = (false, why);
        await link.CloseAsync();
    }

    private async ValueTask<Outcome<byte[]>> AskAtrAsync(CancellationToken stop)
    {
        var sent = await link.WriteAsync(VpcdFrames.Build(VpcdFrames.PowerOn), stop);
        if (sent.Ok)
        {
            sent = await link.WriteAsync(VpcdFrames.Build(VpcdFrames.GetAtr), stop);
        }

        var atr = sent.Ok ? await ReadAsync(stop) : sent.Failure!;
        return atr.Ok ? VpcdFrames.ParseAtr(atr.Value) : DeviceFault.NoCard;
    }

    private async ValueTask<Outcome<byte[]>> ExchangeAsync(ReadOnlyMemory<byte> command, CancellationToken stop)
    {
        var frame = VpcdFrames.Build(command.Span);
        var sent = await link.WriteAsync(frame, stop);
        CryptographicOperations.ZeroMemory(frame);
        var answer = sent.Ok ? await ReadAsync(stop) : sent.Failure!;
        return answer.Failure is { Fault: DeviceFault.Offline } ? new Failure(DeviceFault.ChipRemoved) : answer;
    }

    private async ValueTask<Outcome<byte[]>> ReadAsync(CancellationToken stop)
    {
        var header = await ReadAsync(VpcdFrames.LengthSize, stop);
        return header.Ok ? await ReadAsync(VpcdFrames.ParseLength(header.Value), stop) : header;
    }

    private async ValueTask<Outcome<byte[]>> ReadAsync(int count, CancellationToken stop)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var read = await link.ReadAsync(bytes.AsMemory(have), stop);
            if (!read.Ok)
            {
                return read.Failure!;
            }

            have += read.Value;
        }

        return bytes;
    }
}
