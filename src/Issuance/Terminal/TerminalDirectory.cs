using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Terminal;

/// <summary>Selecting, and the two payment directories (EMV Book 1 §12.2, Book B §3.3).</summary>
internal static class TerminalDirectory
{
    private const int MaxRecords = 10;

    /// <summary>PSE and PPSE are there and list the application; what they do not list is a remark.</summary>
    public static async ValueTask<Outcome<Done>> CheckAsync(
        IChipStation chip, byte[] aid, RemarkList remarks, CancellationToken stop)
    {
        var listed = await CheckContactAsync(chip, aid, remarks, stop);
        return listed.Ok ? await CheckContactlessAsync(chip, aid, remarks, stop) : listed;
    }

    /// <summary>PPSE alone: where a contactless terminal begins.</summary>
    public static async ValueTask<Outcome<Done>> CheckContactlessAsync(
        IChipStation chip, byte[] aid, RemarkList remarks, CancellationToken stop)
    {
        var ppse = await SelectAsync(chip, EmvFrames.Ppse, remarks, stop);
        if (ppse.Failure is { } noPpse)
        {
            return noPpse;
        }

        var entries = ppse.Value.Find(EmvTag.FciProprietary, EmvTag.FciIssuerDiscretionary)?.Children ?? [];
        if (!Lists(entries, aid))
        {
            remarks.Add(TerminalRemarkCode.PpseLacksApplication, "PPSE");
        }

        return default(Done);
    }

    private static async ValueTask<Outcome<Done>> CheckContactAsync(
        IChipStation chip, byte[] aid, RemarkList remarks, CancellationToken stop)
    {
        var pse = await SelectAsync(chip, EmvFrames.Pse, remarks, stop);
        if (pse.Failure is { } noPse)
        {
            return noPse;
        }

        var file = pse.Value.Find(EmvTag.FciProprietary, EmvTag.DirectorySfi);
        if (file is not { Value.Length: 1 } || file.Value.Span[0] is < 1 or > 10)
        {
            remarks.Add(TerminalRemarkCode.PseNamesNoFile, "PSE");
            return default(Done);
        }

        var found = await FindAsync(chip, file.Value.Span[0], aid, stop);
        if (found.Failure is { } unread)
        {
            return unread;
        }

        if (!found.Value)
        {
            remarks.Add(TerminalRemarkCode.PseLacksApplication, "PSE");
        }

        return default(Done);
    }

    /// <summary>The FCI of a name; another DF name in it is a remark.</summary>
    public static async ValueTask<Outcome<BerTlv>> SelectAsync(
        IChipStation chip, byte[] name, RemarkList remarks, CancellationToken stop)
    {
        var answer = await ApduExchange.AskAsync(chip, EmvFrames.Select(name), "SELECT", stop);
        if (answer.Failure is { } failure)
        {
            return failure;
        }

        var parsed = BerTlv.Parse(answer.Value);
        if (!parsed.Ok || parsed.Value is not [{ Tag: EmvTag.Fci } fci])
        {
            return new Failure(DeviceFault.Garbage, "FCI");
        }

        var named = fci.Find(EmvTag.DfName) is { } df && df.Value.Span.SequenceEqual(name);
        remarks.AddWhen(!named, TerminalRemarkCode.OtherName, EmvTag.DfName);
        return fci;
    }

    private static async ValueTask<Outcome<bool>> FindAsync(
        IChipStation chip, int file, byte[] aid, CancellationToken stop)
    {
        for (var number = 1; number <= MaxRecords; number++)
        {
            var answer = await ApduExchange.SendAsync(chip, EmvFrames.ReadRecord(file, number), stop);
            if (answer.Failure is { } failure)
            {
                return failure;
            }

            if (answer.Value.StatusWord == EmvFrames.RecordNotFound)
            {
                break;
            }

            if (!answer.Value.Success)
            {
                return ApduExchange.Refused("READ RECORD", answer.Value.StatusWord);
            }

            var record = BerTlv.Parse(answer.Value.Data);
            if (!record.Ok || record.Value is not [{ Tag: EmvTag.Record } directory])
            {
                return new Failure(DeviceFault.Garbage, "directory record");
            }

            if (Lists(directory.Children, aid))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Lists(IEnumerable<BerTlv> entries, byte[] aid) => entries.Any(entry =>
        entry.Tag == EmvTag.DirectoryEntry
        && entry.Find(EmvTag.Aid) is { } named
        && named.Value.Span.SequenceEqual(aid));
}
