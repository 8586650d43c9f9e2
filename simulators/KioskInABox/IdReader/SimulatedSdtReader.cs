using KioskSuite.Devices.Links;
using KioskSuite.IdReader.Sdt;
using KioskSuite.KioskInABox.Links;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.IdReader;

/// <summary>
/// An SDT reader in real bytes. Wants find, select, read in that order; says "not found" after a reading until the
/// document leaves; under <see cref="Fault.ReaderGarbage"/> its first answer about a document is noise without end.
/// </summary>
/// <param name="seed">Decides the noise and the number of the security module.</param>
public sealed class SimulatedSdtReader(World.World world, TimeProvider time, uint seed)
{
    private const int LongestRequest = 64;
    private const int NoisePiece = 64;

    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Reading = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan NoisePace = TimeSpan.FromMilliseconds(6);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(3);

    private SeededDocument? _found;
    private SeededDocument? _selected;
    private SeededDocument? _read;

    /// <summary>Out from the start, or from when a document is laid down, where the world says so.</summary>
    public Plug Plug { get; } =
        Plug.Make(time, world.Has(Fault.ReaderGoneAndBack) ? Away : TimeSpan.Zero);

    /// <summary>Answers until it is stopped, the other end is gone or the plug is pulled; then returns.</summary>
    public async Task RunAsync(ILink deviceEnd, CancellationToken stop)
    {
        try
        {
            await Plug.WhileInAsync(over => AnswerAsync(deviceEnd, over), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task AnswerAsync(ILink deviceEnd, CancellationToken stop)
    {
        var parser = new SdtFrameParser(SdtRequest.HeadLength, LongestRequest);
        while (await deviceEnd.ReadAsync(parser.Free, stop) is { Ok: true, Value: var count })
        {
            parser.Advance(count);
            await AnswerAllAsync(deviceEnd, parser, stop);
        }
    }

    private async Task AnswerAllAsync(ILink deviceEnd, SdtFrameParser parser, CancellationToken stop)
    {
        for (var scan = parser.Next(out var body); scan != SdtScan.NeedMore; scan = parser.Next(out body))
        {
            if (world.Has(Fault.ReaderGoneAtRead) && world.DocumentOnReader is not null)
            {
                Plug.Pull(Timeout.InfiniteTimeSpan);
                stop.ThrowIfCancellationRequested();
            }

            if (world.Has(Fault.ReaderGarbage) && world.DocumentOnReader is not null)
            {
                await SendNoiseAsync(deviceEnd, stop);
                return;
            }

            var answer = scan switch
            {
                SdtScan.BadLength => Says(SdtStatus.RequestLengthWrong),
                SdtScan.BadChecksum => Says(SdtStatus.RequestChecksumWrong),
                _ => await AnswerAsync(SdtRequest.Parse(body)!.Value, stop),
            };
            if (answer is { Status: SdtStatus.Done, Data.Length: > SdtEnvelope.LongestShort })
            {
                await world.Holds.PassAsync("read", stop);
            }

            await deviceEnd.WriteAsync(answer.Build(), stop);
        }
    }

    private async Task<SdtResponse> AnswerAsync(SdtRequest request, CancellationToken stop)
    {
        var reads = request.Command is SdtCommand.ReadTextAndPhoto or SdtCommand.ReadWithFingerprints;
        NoticeRemoval();
        await Task.Delay(reads && _selected is not null ? Reading : Thinking, time, stop);
        NoticeRemoval();
        return request.Command switch
        {
            SdtCommand.ResetSam => Reset(),
            SdtCommand.SamId => Says(SdtStatus.Done, new SdtSamId(5, 3, 20240131, seed, ~seed).Build()),
            SdtCommand.Find => Find(),
            SdtCommand.Select => Select(),
            SdtCommand.ReadTextAndPhoto or SdtCommand.ReadWithFingerprints => Read(request.Command),
            SdtCommand.ReadNewAddress => Says(_selected is null ? SdtStatus.ReadFailed : SdtStatus.NoSuchItem),
            SdtCommand.SamStatus or SdtCommand.LongestRadioFrame or SdtCommand.Speed115200 or SdtCommand.Speed57600
                or SdtCommand.Speed38400 or SdtCommand.Speed19200 or SdtCommand.Speed9600 => Says(SdtStatus.Done),
            _ => Says(SdtStatus.CommandWrong),
        };
    }

    private SdtResponse Reset()
    {
        (_found, _selected, _read) = (null, null, null);
        return Says(SdtStatus.Done);
    }

    private SdtResponse Find()
    {
        var document = world.DocumentOnReader;
        if (document is null || ReferenceEquals(document, _read))
        {
            return Says(SdtStatus.NotFound);
        }

        (_found, _selected) = (document, null);
        return Says(SdtStatus.Found, new byte[4]);
    }

    private SdtResponse Select()
    {
        if (_found is null)
        {
            return Says(SdtStatus.SelectFailed);
        }

        _selected = _found;
        return Says(SdtStatus.Done, new byte[8]);
    }

    private SdtResponse Read(SdtCommand command)
    {
        if (_selected is null)
        {
            return Says(SdtStatus.ReadFailed);
        }

        _read = _selected;
        return Says(SdtStatus.Done, SimulatedCard.Read(_selected, command == SdtCommand.ReadWithFingerprints));
    }

    private void NoticeRemoval()
    {
        var document = world.DocumentOnReader;
        _found = ReferenceEquals(_found, document) ? _found : null;
        _selected = ReferenceEquals(_selected, document) ? _selected : null;
        _read = ReferenceEquals(_read, document) ? _read : null;
    }

    private async Task SendNoiseAsync(ILink deviceEnd, CancellationToken stop)
    {
        var random = new Random((int)seed);
        var noise = new byte[NoisePiece];
        do
        {
            random.NextBytes(noise);
            await Task.Delay(NoisePace, time, stop);
        }
        while ((await deviceEnd.WriteAsync(noise, stop)).Ok);
    }

    private static SdtResponse Says(SdtStatus status, byte[]? data = null) => new(0, status, data);
}
