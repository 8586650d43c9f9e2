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
    private readonly SdtExchange _exchange = new(link, time, options);

    // A question that was given up may still be ending when the next call begins.
    private readonly SemaphoreSlim _oneCall = new(1, 1);
    private bool _open;

    // True until the module denies it: a document may also be left selected by an answer that was lost, or by another
    // process before this one, and the module would say "not found" about it for ever.
    private bool _mayBeSelected;

    public string Name => name;

    public string Link => link.Kind;

    /// <summary>Number of the security module, such as <c>05.03-20240131-0000123456-2345678901</c>; empty before
    /// the first opening.</summary>
    public string SecurityModule { get; private set; } = string.Empty;

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => InTurnAsync(OpenNowAsync, stop);

    public ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop) => InTurnAsync(
        async s => await AskAsync(SdtCommand.SamStatus, s) is { Failure: { } failure } ? failure
            : default(Outcome<DeviceCondition>),
        stop);

    /// <inheritdoc/>
    /// <remarks>
    /// Opens the reader when it is not open. A document that stays after a successful reading can be read again.
    /// A document that cannot be read is tried three times; a reader that is silent or sends garbage fails after
    /// about two seconds while it is searching, and after some eight while it is reading.
    /// </remarks>
    public ValueTask<Outcome<IdDocument>> ReadAsync(TimeSpan within, CancellationToken stop) =>
        InTurnAsync(s => ReadNowAsync(within, s), stop);

    public async ValueTask DisposeAsync()
    {
        await link.DisposeAsync();
        _oneCall.Dispose();
    }

    private async ValueTask<Outcome<T>> InTurnAsync<T>(
        Func<CancellationToken, ValueTask<Outcome<T>>> call, CancellationToken stop)
    {
        await _oneCall.WaitAsync(stop);
        try
        {
            return await call(stop);
        }
        finally
        {
            _oneCall.Release();
        }
    }

    private async ValueTask<Outcome<Done>> OpenNowAsync(CancellationToken stop)
    {
        (_open, _mayBeSelected) = (false, true);
        var opened = await link.OpenAsync(stop);
        if (!opened.Ok)
        {
            return opened;
        }

        var status = await AskAsync(SdtCommand.SamStatus, stop);
        if (!status.Ok)
        {
            return status.Failure!;
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

    private async ValueTask<Outcome<IdDocument>> ReadNowAsync(TimeSpan within, CancellationToken stop)
    {
        var opened = _open ? default(Done) : await OpenNowAsync(stop);
        if (!opened.Ok)
        {
            return opened.Failure!;
        }

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
        return answer.Ok && answer.Value.Status is not (SdtStatus.Done or SdtStatus.Found)
            ? SdtFaults.Of(answer.Value)
            : answer;
    }
}
