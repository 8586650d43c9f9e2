using Google.Protobuf;
using KioskSuite.Journal;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralLink;

/// <summary>Messages of the line from entries of the journal.</summary>
internal static class LinkMessages
{
    public static Hello Hello(UplinkOptions options, Position head) => new()
    {
        Kiosk = options.Kiosk,
        Epoch = ByteString.CopyFrom(head.EpochId),
        Head = new Note { Seq = head.Seq, Hash = ByteString.CopyFrom(head.Hash) },
        Oldest = 1,
        SpeaksMin = 1,
        SpeaksMax = 1,
        Software = options.Software,
    };

    /// <summary>The first of these rows, as many as fit, and one at least.</summary>
    public static Batch BatchOf(IReadOnlyList<Entry> rows, int mostBytes)
    {
        var batch = new Batch();
        var bytes = 0;
        foreach (var e in rows)
        {
            bytes += e.Payload.Length;
            if (bytes > mostBytes && batch.Rows.Count > 0)
            {
                break;
            }

            batch.Rows.Add(RowOf(e));
        }

        return batch;
    }

    /// <summary>Central's window, where it gave one, lowers our own bound.</summary>
    public static int Least(uint window, int own) => window > 0 ? (int)Math.Min(window, (uint)own) : own;

    private static Row RowOf(Entry e) => new()
    {
        Seq = e.Seq,
        At = e.At,
        Boot = e.Boot,
        Mono = e.Mono,
        Case = e.Case,
        Kind = e.Kind,
        Payload = ByteString.CopyFrom(e.Payload),
        Hash = ByteString.CopyFrom(e.Hash),
    };
}
