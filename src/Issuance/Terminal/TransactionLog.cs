using System.Buffers.Binary;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Terminal;

/// <summary>What the card remembers from before the check: its counter and its log (PBOC 3.0, JR/T 0025.5).</summary>
internal sealed record TransactionLog(ushort? StartAtc, bool? Empty)
{
    /// <summary>
    /// GET DATA 9F36, and the first record of the log that 9F4D names. A card may refuse either: then it is not known.
    /// </summary>
    /// <param name="chip">The application is selected.</param>
    /// <param name="fci">Its answer to SELECT.</param>
    /// <param name="counted">Counter of the other interface, when that was checked just before; else 0.</param>
    /// <param name="remarks">Takes what is said.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async ValueTask<Outcome<TransactionLog>> ReadAsync(
        IChipStation chip, BerTlv fci, ushort counted, RemarkList remarks, CancellationToken stop)
    {
        var counter = await ApduExchange.SendAsync(chip, EmvFrames.GetData(EmvTag.Atc), stop);
        if (counter.Failure is { } mute)
        {
            return mute;
        }

        var start = counter.Value.Success ? Counter(counter.Value.Data) : null;
        remarks.AddWhen(start > counted, TerminalRemarkCode.CounterUsed, EmvTag.Atc);
        var entry = fci.Find(EmvTag.FciProprietary, EmvTag.FciIssuerDiscretionary, EmvTag.LogEntry)?.Value ?? default;
        if (entry.Length != 2 || entry.Span[0] is < 1 or > 30)
        {
            return new TransactionLog(start, null);
        }

        var record = await ApduExchange.SendAsync(chip, EmvFrames.ReadRecord(entry.Span[0], 1), stop);
        if (record.Failure is { } unread)
        {
            return unread;
        }

        var empty = !record.Value.Success || record.Value.Data.Span.IndexOfAnyExcept((byte)0) < 0;
        remarks.AddWhen(!empty, TerminalRemarkCode.LogNotEmpty, EmvTag.LogEntry);
        return new TransactionLog(start, empty);
    }

    private static ushort? Counter(ReadOnlyMemory<byte> data)
    {
        var parsed = BerTlv.Parse(data);
        return parsed.Ok && parsed.Value is [{ Tag: EmvTag.Atc, Value.Length: 2 } atc]
            ? BinaryPrimitives.ReadUInt16BigEndian(atc.Value.Span)
            : null;
    }
}
