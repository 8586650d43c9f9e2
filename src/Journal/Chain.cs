using System.Text;

namespace KioskSuite.Journal;

/// <summary>The chain's end: gives the next fact its place, time and hash. Used by one writer at a time.</summary>
internal sealed class Chain(TimeProvider time, uint epoch, Position head, uint boot)
{
    private readonly long _origin = time.GetTimestamp();

    public Position Head { get; private set; } = head;

    /// <summary>The entries these facts would become; <see cref="Head"/> stays until <see cref="Take"/>.</summary>
    public List<Entry> Next(IReadOnlyList<Fact> facts, ref Position after)
    {
        var entries = new List<Entry>(facts.Count);
        foreach (var fact in facts)
        {
            var entry = Next(fact, after);
            entries.Add(entry);
            after = new Position(after.EpochId, entry.Seq, entry.Hash);
        }

        return entries;
    }

    /// <summary>The commit succeeded.</summary>
    public void Take(Position head) => Head = head;

    private Entry Next(Fact fact, Position after)
    {
        var seq = after.Seq + 1;
        var @case = fact.OpensCase ? seq : fact.Case;
        var at = time.GetUtcNow().ToUnixTimeMilliseconds();
        var mono = (long)((Int128)(time.GetTimestamp() - _origin) * 1_000_000_000 / time.TimestampFrequency);
        var hash = EntryHash.Of(
            after.EpochId, seq, after.Hash, at, boot, mono, @case,
            Encoding.ASCII.GetBytes(fact.Kind), fact.Payload.Span);
        return new Entry(seq, epoch, at, boot, mono, @case, fact.Kind, fact.Payload.ToArray(), hash);
    }
}
