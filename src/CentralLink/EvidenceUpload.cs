using Google.Protobuf;
using Grpc.Core;
using KioskSuite.Journal;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralLink;

/// <summary>
/// Carries sealed files to central: asks what it has, sends the rest, and deletes a file for central's receipt of the
/// same hash, or for its word that it has the whole file. Nothing else deletes one.
/// </summary>
/// <param name="pause">Pauses before attempt n, with jitter.</param>
public sealed class EvidenceUpload(
    ISealedFolder folder,
    Evidence.EvidenceClient central,
    EvidenceUploadOptions options,
    Func<int, CancellationToken, Task> pause,
    TimeProvider time)
{
    private readonly Dictionary<string, int> _refusals = new(StringComparer.Ordinal);
    private int _refused;
    private int _sent;

    private enum Round
    {
        Done,
        Progress,
        Away,
    }

    /// <summary>Files that central refused for good; a person has to look.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Files that central took in this process's life.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Sends what waits, then waits for more, until stopped; failures are tried again with back-off.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        for (var attempt = 0; ;)
        {
            var more = folder.NextWritten;
            var round = await SendAllAsync(stop);
            stop.ThrowIfCancellationRequested();
            if (round == Round.Done)
            {
                attempt = 0;
                await more.WaitAsync(stop);
            }
            else
            {
                attempt = round == Round.Progress ? 0 : attempt;
                await pause(attempt++, stop);
            }
        }
    }

    private async Task<Round> SendAllAsync(CancellationToken stop)
    {
        var sent = Sent;
        var whole = true;
        try
        {
            foreach (var file in folder.Pending().Where(f => _refusals.GetValueOrDefault(f.Name) < options.Attempts))
            {
                whole &= await TrySendAsync(file, stop);
            }
        }
        catch (RpcException)
        {
            whole = false;                          // central is away, or was told to stop
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            whole = false;                          // the folder cannot be read now
        }

        return whole ? Round.Done : Sent > sent ? Round.Progress : Round.Away;
    }

    /// <returns>Whether nothing more is to be done for this file.</returns>
    private async Task<bool> TrySendAsync(SealedFile file, CancellationToken stop)
    {
        try
        {
            await SendAsync(file, stop);
            folder.Delete(file);
            _refusals.Remove(file.Name);
            Interlocked.Increment(ref _sent);
            return true;
        }
        catch (RpcException e) when (Refuses(e.StatusCode))
        {
            var refusals = _refusals[file.Name] = _refusals.GetValueOrDefault(file.Name) + 1;
            if (refusals < options.Attempts)
            {
                return false;
            }

            Interlocked.Increment(ref _refused);
            return true;
        }
    }

    private async Task SendAsync(SealedFile file, CancellationToken stop)
    {
        var bytes = folder.Read(file);
        var item = new EvidenceItem
        {
            Kiosk = options.Kiosk,
            Name = file.Name,
            Sha256 = ByteString.CopyFrom(file.Sha256),
            Length = (ulong)file.Length,
            Case = SealedEvidence.Parse(bytes)?.Label.Case ?? 0,
        };
        var have = await central.HaveAsync(item, Within(options.AnswerWithin, stop));
        if (have.Whole)
        {
            return;
        }

        if (have.Offset > (ulong)bytes.Length)
        {
            throw Nonsense("central has more than there is");
        }

        var receipt = await PutAsync(item, bytes, (int)have.Offset, stop);
        if (!receipt.Sha256.Span.SequenceEqual(file.Sha256))
        {
            throw Nonsense("a receipt for something else");
        }
    }

    private async Task<EvidenceReceipt> PutAsync(EvidenceItem item, byte[] bytes, int from, CancellationToken stop)
    {
        using var call = central.Put(Within(options.FileWithin, stop));
        try
        {
            for (var (at, first) = (from, true); at < bytes.Length || first; first = false)
            {
                var count = Math.Min(options.ChunkBytes, bytes.Length - at);
                var chunk = new EvidenceChunk
                {
                    Item = first ? item : null,
                    Offset = (ulong)at,
                    Data = ByteString.CopyFrom(bytes, at, count),
                };
                await call.RequestStream.WriteAsync(chunk, stop);
                at += count;
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException) when (call.ResponseAsync.IsCompleted)
        {
            // Central ended the call before all was sent; its answer says why.
        }

        return await call.ResponseAsync;
    }

    private CallOptions Within(TimeSpan within, CancellationToken stop) =>
        new(deadline: time.GetUtcNow().UtcDateTime + within, cancellationToken: stop);

    private static bool Refuses(StatusCode code) => code
        is StatusCode.InvalidArgument or StatusCode.AlreadyExists or StatusCode.FailedPrecondition
        or StatusCode.DataLoss or StatusCode.Internal;

    private static RpcException Nonsense(string what) => new(new Status(StatusCode.Internal, what));
}
