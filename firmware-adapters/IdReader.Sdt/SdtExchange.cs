using KioskSuite.Devices;
using KioskSuite.Devices.Links;

namespace KioskSuite.IdReader.Sdt;

/// <summary>
/// One request and its answer, within a deadline. Repeats itself when the answer was lost, so only requests that change
/// nothing may be asked. The answer's data stay valid until the next call.
/// </summary>
internal sealed class SdtExchange(ILink link, TimeProvider time, SdtOptions options)
{
    private readonly SdtFrameParser _parser = new(SdtResponse.HeadLength, SdtEnvelope.LongestShort);

    // Until then the answer to a request that was given up may still arrive.
    private long? _owedUntil;

    internal async ValueTask<Outcome<SdtResponse>> AskAsync(SdtCommand command, CancellationToken stop)
    {
        Outcome<SdtResponse> answer = DeviceFault.Timeout;
        for (var attempt = 0; attempt < options.Attempts; attempt++)
        {
            answer = await AskOnceAsync(command, stop);
            if (answer.Failure?.Fault is not (DeviceFault.Timeout or DeviceFault.Garbage))
            {
                break;
            }
        }

        return answer;
    }

    /// <summary>Zeroes the last answer.</summary>
    internal void Forget() => _parser.Reset(SdtEnvelope.LongestShort);

    private async ValueTask<Outcome<SdtResponse>> AskOnceAsync(SdtCommand command, CancellationToken stop)
    {
        var request = new SdtRequest(command).Build();
        await AbsorbOwedAnswerAsync(stop);
        _parser.Reset(SdtEnvelope.LongestAnswer(command));
        link.DiscardInput();

        var within = options.Deadline(command);
        using var deadline = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        Owe(within);
        var heard = new Heard();
        var answer = await TransmitAsync(request, heard, either.Token, stop);
        answer = answer.Ok ? Accept(command, answer.Value) : answer;
        if (answer.Ok)
        {
            _owedUntil = null;
        }
        else
        {
            Owe(options.Settle);
        }

        return answer;
    }

    private async ValueTask<Outcome<SdtResponse>> TransmitAsync(
        byte[] request, Heard heard, CancellationToken either, CancellationToken stop)
    {
        try
        {
            var written = await link.WriteAsync(request, either);
            return written.Ok ? await ReceiveAsync(heard, either) : written.Failure!;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return heard.Bytes == 0 ? DeviceFault.Timeout : new Failure(DeviceFault.Garbage, $"{heard.Bytes} bytes");
        }
    }

    private async ValueTask<Outcome<SdtResponse>> ReceiveAsync(Heard heard, CancellationToken either)
    {
        while (heard.Bytes < options.NoiseLimit)
        {
            var read = await link.ReadAsync(_parser.Free, either);
            if (!read.Ok)
            {
                return read.Failure!;
            }

            heard.Bytes += read.Value;
            _parser.Advance(read.Value);
            var damaged = false;
            for (var scan = _parser.Next(out var body); scan != SdtScan.NeedMore; scan = _parser.Next(out body))
            {
                if (scan == SdtScan.Frame && SdtResponse.Parse(body) is { } response)
                {
                    return response;
                }

                damaged |= scan == SdtScan.BadChecksum;
            }

            if (damaged)
            {
                return new Failure(DeviceFault.Garbage, "checksum");
            }
        }

        return new Failure(DeviceFault.Garbage, "noise without end");
    }

    // An answer of another shape than the request's is one that came late; the module's
    // complaint about our bytes is noise on the line.
    private static Outcome<SdtResponse> Accept(SdtCommand command, SdtResponse response) => response.Status switch
    {
        SdtStatus.RequestChecksumWrong or SdtStatus.RequestLengthWrong =>
            new Failure(DeviceFault.Garbage, "request damaged"),
        SdtStatus.Found when command != SdtCommand.Find => new Failure(DeviceFault.Garbage, "answer out of turn"),
        SdtStatus.Done when command == SdtCommand.Find => new Failure(DeviceFault.Garbage, "answer out of turn"),
        SdtStatus.Done when command == SdtCommand.ReadTextAndPhoto
            && SdtReadAnswer.Parse(response.Data, withPrints: false) is null =>
            new Failure(DeviceFault.Garbage, "lengths of the read answer"),
        _ => response,
    };

    // The module takes one request at a time: before the next, the abandoned answer is heard out or its time is over.
    private async ValueTask AbsorbOwedAnswerAsync(CancellationToken stop)
    {
        if (_owedUntil is not { } until)
        {
            return;
        }

        var left = time.GetElapsedTime(time.GetTimestamp(), until);
        if (left > TimeSpan.Zero)
        {
            _parser.Reset(SdtEnvelope.LongestWithPrints);
            using var deadline = new CancellationTokenSource(left, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
            try
            {
                await DrainAsync(either.Token);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                // The time is over.
            }
        }

        _owedUntil = null;
    }

    private async ValueTask DrainAsync(CancellationToken either)
    {
        while (true)
        {
            var read = await link.ReadAsync(_parser.Free, either);
            if (!read.Ok)
            {
                return;
            }

            _parser.Advance(read.Value);
            for (var scan = _parser.Next(out _); scan != SdtScan.NeedMore; scan = _parser.Next(out _))
            {
                if (scan == SdtScan.Frame)
                {
                    return;
                }
            }
        }
    }

    private void Owe(TimeSpan within) =>
        _owedUntil = time.GetTimestamp() + (long)(within.TotalSeconds * time.TimestampFrequency);

    /// <summary>Counts what arrived, also when the receiving ends by its deadline.</summary>
    private sealed class Heard
    {
        internal int Bytes { get; set; }
    }
}
