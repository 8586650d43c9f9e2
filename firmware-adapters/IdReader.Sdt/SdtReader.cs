using KioskSuite.Devices;
using KioskSuite.Devices.Links;

namespace KioskSuite.IdReader.Sdt;

/// <summary>
/// A reader with a SAM_V (SDT) module for the resident card family. Makes one exchange at a time; every exchange has a
/// deadline scaled by the line's speed and is tried a bounded number of times.
/// </summary>
public sealed class SdtReader(
    string name, ILink link, IPortraitDecoder portraits, TimeProvider time, SdtOptions options) : IIdReader
{
    private const int OpenAttempts = 2;

    private readonly SdtExchange _exchange = new(link, time, options);
    private readonly Turn _turn = new();
    private bool _open;

    // True until the module denies it: a document may also be left selected by an answer that was lost, or by another
    // process before this one, and the module would say "not found" about it for ever.
    private bool _mayBeSelected;

    // What the last exchange said of the reader itself; a failure of the document is none of the reader.
    private volatile Failure? _lastFailure = new(DeviceFault.Offline, "not opened yet");

    public string Name => name;

    public string Link => link.Kind;

    /// <summary>Number of the security module, such as <c>05.03-20240131-0000123456-2345678901</c>; empty before
    /// the first opening.</summary>
    public string SecurityModule { get; private set; } = string.Empty;

    /// <inheritdoc/>
    /// <remarks>While a document is waited for, answers at once what that wait knows of the reader.</remarks>
    public async ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop)
    {
        if (!_turn.TryTake())
        {
            return _lastFailure is { } known ? known : default(Done);
        }

        try
        {
            return await SetUpAsync(stop);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Asks the module for its state; while a document is waited for, answers at once what that wait knows.
    /// </remarks>
    public async ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop)
    {
        if (!_turn.TryTake())
        {
            return _lastFailure is { } known ? known : default(DeviceCondition);
        }

        try
        {
            var answer = _open ? await StatusAsync(stop) : await SetUpAsync(stop);
            return answer.Failure is { } failure ? failure : default(DeviceCondition);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Opens the reader when it is not open. A document that stays after a successful reading can be read again.
    /// A document that cannot be read is tried three times; a reader that is silent or sends garbage fails after
    /// about two seconds while it is searching, and after some eight while it is reading.
    /// </remarks>
    public async ValueTask<Outcome<IdDocument>> ReadAsync(TimeSpan within, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            var opened = _open ? default(Done) : await SetUpAsync(stop);
            return opened.Failure is { } failure ? failure : await WaitAndReadAsync(within, stop);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await link.DisposeAsync();
    }

    /// <summary>Opens twice when need be: a port that came back shows first that the old one is gone.</summary>
    private async ValueTask<Outcome<Done>> SetUpAsync(CancellationToken stop)
    {
        (_open, _mayBeSelected) = (false, true);
        Outcome<Done> status = DeviceFault.Offline;
        for (var attempt = 0; attempt < OpenAttempts && status.Failure is { Fault: DeviceFault.Offline }; attempt++)
        {
            var opened = await link.OpenAsync(stop);
            if (opened.Failure is { } absent)
            {
                _lastFailure = absent;
                return absent;
            }

            status = await StatusAsync(stop);
        }

        if (!status.Ok)
        {
            return status;
        }

        var answer = await AskAsync(SdtCommand.SamId, stop);
        if (!answer.Ok)
        {
            return answer.Failure!;
        }

        if (SdtSamId.Parse(answer.Value.Data.Span) is not { } samId)
        {
            return new Failure(DeviceFault.Garbage, "SAM number");
        }

        (SecurityModule, _open) = (samId.ToString(), true);
        return default(Done);
    }

    private async ValueTask<Outcome<Done>> StatusAsync(CancellationToken stop)
    {
        var status = await AskAsync(SdtCommand.SamStatus, stop);
        _open &= status.Ok;
        return status.Failure is { } failure ? failure : default(Done);
    }

    private async ValueTask<Outcome<IdDocument>> WaitAndReadAsync(TimeSpan within, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        for (var failed = 0; ;)
        {
            var document = await TryReadAsync(stop);
            _exchange.Forget();
            switch (document.Failure)
            {
                case { Fault: DeviceFault.NoDocument } when time.GetElapsedTime(began) < within:
                    break;
                case { Fault: DeviceFault.DocumentUnreadable } when ++failed < options.Attempts:
                    break;
                default:
                    _open = document.Failure?.Fault != DeviceFault.Offline;
                    return document;
            }

            await Task.Delay(options.PollEvery, time, stop);
        }
    }

    private async ValueTask<Outcome<IdDocument>> TryReadAsync(CancellationToken stop)
    {
        var found = await AskAsync(SdtCommand.Find, stop);
        if (!found.Ok)
        {
            // After a reading the module says "not found" until the card leaves, though it stays readable.
            var again = found.Failure!.Fault == DeviceFault.NoDocument && _mayBeSelected;
            return again ? await ReadSelectedAsync(DeviceFault.NoDocument, stop) : found.Failure;
        }

        _mayBeSelected = true;
        var selected = await AskAsync(SdtCommand.Select, stop);
        return selected.Ok ? await ReadSelectedAsync(null, stop) : selected.Failure!;
    }

    private async ValueTask<Outcome<IdDocument>> ReadSelectedAsync(Failure? whenUnreadable, CancellationToken stop)
    {
        var answer = await AskAsync(SdtCommand.ReadTextAndPhoto, stop);
        if (answer.Failure is { Fault: DeviceFault.DocumentUnreadable } unreadable)
        {
            _mayBeSelected = false;
            return whenUnreadable ?? unreadable;
        }

        if (!answer.Ok)
        {
            return answer.Failure!;
        }

        if (SdtReadAnswer.Parse(answer.Value.Data, withPrints: false) is not { } blocks)
        {
            return new Failure(DeviceFault.Garbage, "lengths of the read answer");
        }

        var record = SdtTextRecord.Parse(blocks.Text.Span);
        return record.Ok ? record.Value.ToDocument(portraits.Decode(blocks.Photo.Span)) : record.Failure!;
    }

    private async ValueTask<Outcome<SdtResponse>> AskAsync(SdtCommand command, CancellationToken stop)
    {
        var answer = await _exchange.AskAsync(command, stop);
        answer = answer.Ok && answer.Value.Status is not (SdtStatus.Done or SdtStatus.Found)
            ? SdtFaults.Of(answer.Value)
            : answer;
        _lastFailure = answer.Failure is { } failure && SdtFaults.BlamesReader(failure.Fault) ? failure : null;
        return answer;
    }
}
