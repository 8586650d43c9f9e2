using Google.Protobuf;
using KioskSuite.CentralSystem;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>A kiosk's log that chains.</summary>
internal sealed class TestLog(ByteString epoch, ulong before = 0, ByteString? previous = null)
{
    private byte[] _previous = previous?.ToByteArray() ?? new byte[32];
    private ulong _seq = before;

    public static Hello Hello(string kiosk, ByteString epoch, ByteString? parent = null) => new()
    {
        Kiosk = kiosk, Epoch = epoch, ParentEpoch = parent ?? ByteString.Empty, SpeaksMin = 1, SpeaksMax = 1,
    };

    public List<Row> Rows(int count, string kind = "act.done") =>
        [.. Enumerable.Range(0, count).Select(_ => Next(kind, "payload"))];

    public Row Next(string kind, string payload)
    {
        var row = new Row
        {
            Seq = ++_seq, At = 1780000000000 + (long)_seq, Boot = 1, Mono = 1000 * (long)_seq, Case = 1, Kind = kind,
            Payload = ByteString.CopyFromUtf8(payload),
        };
        _previous = EntryHash.Of(epoch.Span, row, _previous);
        row.Hash = ByteString.CopyFrom(_previous);
        return row;
    }
}
