using Google.Protobuf;
using Grpc.Core;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>Sealed files in chunks, each committed as it comes, so that a broken line costs one chunk.</summary>
internal sealed class EvidenceService(Database database, EvidenceDesk desk, TimeProvider time)
    : Messages.Central.Evidence.EvidenceBase
{
    public const int LargestChunk = 64 * 1024;
    private const int MostChunks = 1024;

    public override Task<EvidenceHave> Have(EvidenceItem request, ServerCallContext context)
    {
        CheckItem(request);
        return Task.FromResult(database.Transact(work => EvidenceDesk.Have(work, request)));
    }

    public override async Task<EvidenceReceipt> Put(
        IAsyncStreamReader<EvidenceChunk> requestStream, ServerCallContext context)
    {
        EvidenceItem? item = null;
        EvidenceReceipt? receipt = null;
        for (var chunks = 0; await requestStream.MoveNext(context.CancellationToken); chunks++)
        {
            if (chunks == MostChunks)
                throw Refusal.TooMuch($"more than {MostChunks} chunks");
            var chunk = requestStream.Current;
            if (item is null)
                CheckItem(item = chunk.Item);
            else
                Check.Require(chunk.Item is null || chunk.Item.Equals(item), "chunk.item");
            if (chunk.Data.Length > LargestChunk)
                throw Refusal.TooMuch($"chunk is larger than {LargestChunk} bytes");
            receipt = Take(item, chunk.Offset, chunk.Data);
        }

        return receipt ?? throw Refusal.Gap("the file is not whole");
    }

    private EvidenceReceipt? Take(EvidenceItem item, ulong offset, ByteString data)
    {
        var at = time.GetUtcNow().ToUnixTimeMilliseconds();
        var (receipt, refused) = database.Transact(work =>
        {
            var taken = desk.Take(work, item, offset, data, at);
            var why = taken is null ? null : desk.WhyNot(work, item);
            if (why is not null)
                EvidenceDesk.Drop(work, item);
            return (taken, why);
        });
        return refused is null ? receipt : throw Refusal.BrokenChain($"evidence: {refused}");
    }

    private static void CheckItem(EvidenceItem? item)
    {
        Check.Require(item is not null, "item");
        Check.Name(item!.Kiosk, "item.kiosk");
        Check.Name(item.Name, "item.name");
        Check.Exactly(item.Sha256, Check.HashBytes, "item.sha256");
        Check.Sequence(item.Case, "item.case");
        Check.Require(item.Length is >= 1 and <= EvidenceDesk.LargestFile, "item.length");
    }
}
