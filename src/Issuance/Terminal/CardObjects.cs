using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Terminal;

/// <summary>Everything a terminal read on one interface. Holds the card number: never kept, never printed.</summary>
internal sealed class CardObjects(byte[] aip, byte[] afl)
{
    private readonly List<RecordDigest> _digests = [];
    private readonly List<BerTlv> _objects = [];
    private readonly List<SignedRecord> _signed = [];

    public byte[] Aip { get; } = aip;

    public byte[] Afl { get; } = afl;

    public IReadOnlyList<RecordDigest> Digests => _digests;

    /// <summary>Records that enter offline data authentication.</summary>
    public IReadOnlyList<SignedRecord> Signed => _signed;

    /// <summary>Objects of the last record.</summary>
    public IReadOnlyList<BerTlv> LastRecord { get; private set; } = [];

    public ReadOnlyMemory<byte> this[uint tag] => _objects.FindPath(tag)?.Value ?? default;

    public bool Has(uint tag) => _objects.FindPath(tag) is not null;

    /// <summary>Objects of the GET PROCESSING OPTIONS answer.</summary>
    public void Add(IEnumerable<BerTlv> objects) => _objects.AddRange(objects);

    /// <summary>SHA-256 over 57 and 5F34: what the other interface compares.</summary>
    public byte[] Account() =>
        SHA256.HashData([.. this[EmvTag.Track2].Span, .. this[EmvTag.PanSequence].Span]);

    /// <summary>Reads what the AFL lists; remarks what differs from the expected records.</summary>
    public async ValueTask<Outcome<Done>> ReadAsync(
        IChipStation chip, IReadOnlyList<RecordDigest>? expected, RemarkList remarks, CancellationToken stop)
    {
        var listed = FileLocator.Parse(Afl);
        if (listed.Failure is { } malformed)
        {
            return malformed;
        }

        var seen = new HashSet<uint>();
        foreach (var at in listed.Value)
        {
            var command = EmvFrames.ReadRecord(at.Sfi, at.Number);
            var answer = await ApduExchange.AskAsync(chip, command, "READ RECORD", stop);
            if (answer.Failure is { } unread)
            {
                return unread;
            }

            var place = Place(DgiTag.Record(at.Sfi, at.Number));
            Keep(at, answer.Value, place, remarks);
            if (expected is not null && !expected.Any(e => Same(e, _digests[^1])))
            {
                remarks.Add(TerminalRemarkCode.RecordDiffers, place);
            }

            foreach (var item in LastRecord.Where(o => !seen.Add(o.Tag)))
            {
                remarks.Add(TerminalRemarkCode.ObjectTwice, item.Tag);
            }
        }

        foreach (var missing in (expected ?? []).Where(e => !_digests.Exists(d => d.FileAndRecord == e.FileAndRecord)))
        {
            remarks.Add(TerminalRemarkCode.RecordsMissing, Place(missing.FileAndRecord));
        }

        return default(Done);
    }

    public override string ToString() => $"{_digests.Count} records";

    private void Keep(LocatedRecord at, ReadOnlyMemory<byte> bytes, string place, RemarkList remarks)
    {
        _digests.Add(new RecordDigest(DgiTag.Record(at.Sfi, at.Number), SHA256.HashData(bytes.Span)));
        if (at.Signed)
        {
            _signed.Add(new SignedRecord(at.Sfi, bytes));
        }

        var parsed = BerTlv.Parse(bytes);
        LastRecord = [];
        if (parsed.Ok && parsed.Value is [{ Tag: EmvTag.Record } record])
        {
            LastRecord = record.Children;
            _objects.AddRange(record.Children);
        }
        else
        {
            remarks.Add(TerminalRemarkCode.RecordDiffers, place);
        }
    }

    private static string Place(int fileAndRecord) => $"record {fileAndRecord >> 8}.{(byte)fileAndRecord}";

    private static bool Same(RecordDigest a, RecordDigest b) =>
        a.FileAndRecord == b.FileAndRecord && a.Sha256.AsSpan().SequenceEqual(b.Sha256);
}
