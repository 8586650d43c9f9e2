using System.Collections.ObjectModel;
using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Terminal;

/// <summary>
/// Reads a finished card back as a shop's terminal would, up to the online cryptogram, and closes it cleanly.
/// </summary>
public static class TerminalCheck
{
    private const int IssuerDataLength = 10;

    /// <summary>
    /// PSE, PPSE, application, processing options, all records, first GENERATE AC (ARQC). Whatever differs from
    /// <paramref name="expected"/> is <see cref="DeviceFault.CheckFailed"/>; answers that cannot be are garbage.
    /// </summary>
    public static async ValueTask<Outcome<TerminalEvidence>> RunAsync(
        IChipStation chip, ExpectedApplication expected, TerminalOptions options, CancellationToken stop)
    {
        var listed = await TerminalDirectory.CheckAsync(chip, expected.Aid, stop);
        if (listed.Failure is { } unlisted)
        {
            return unlisted;
        }

        var terminal = new TerminalData(options);
        var started = await StartAsync(chip, expected, terminal, stop);
        if (started.Failure is { } notStarted)
        {
            return notStarted;
        }

        var read = await ReadRecordsAsync(chip, started.Value, expected.Records, stop);
        if (read.Failure is { } unread)
        {
            return unread;
        }

        var (digests, objects) = read.Value;
        var (cdol1, cdol2) = (List(objects, EmvTag.Cdol1), List(objects, EmvTag.Cdol2));
        if (!cdol1.Ok || !cdol2.Ok)
        {
            return new Failure(DeviceFault.Garbage, "CDOL");
        }

        var filled = terminal.Fill(cdol1.Value);
        var answer = await GenerateAsync(chip, EmvFrames.Arqc, filled, stop);
        return answer.Failure is { } refused
            ? refused
            : new TerminalEvidence(
                expected.Aid, started.Value.Aip, started.Value.Afl, digests, filled, answer.Value.Cid, answer.Value.Atc,
                answer.Value.Cryptogram, answer.Value.Iad, Value(objects, EmvTag.Cdol2).ToArray(), options);
    }

    /// <summary>EXTERNAL AUTHENTICATE with central's answer, then the second GENERATE AC, which must be a TC.</summary>
    /// <param name="chip">The chip, still in the transaction of <see cref="RunAsync"/>.</param>
    /// <param name="evidence">What <see cref="RunAsync"/> returned.</param>
    /// <param name="issuerData">ARPC (8 bytes) and authorisation response code (2).</param>
    /// <param name="stop">Ends the wait.</param>
    public static async ValueTask<Outcome<Done>> CloseAsync(
        IChipStation chip, TerminalEvidence evidence, ReadOnlyMemory<byte> issuerData, CancellationToken stop)
    {
        var cdol2 = DataObjectList.Parse(evidence.Cdol2);
        if (issuerData.Length != IssuerDataLength || !cdol2.Ok)
        {
            return new Failure(DeviceFault.Garbage, $"issuer data of {issuerData.Length} bytes");
        }

        var command = EmvFrames.ExternalAuthenticate(issuerData);
        var authenticated = await ApduExchange.AskAsync(chip, command, "EXTERNAL AUTHENTICATE", stop);
        if (authenticated.Failure is { } refused)
        {
            return refused;
        }

        var filled = new TerminalData(evidence.Options).Fill(cdol2.Value, issuerData[^2..].ToArray());
        var answer = await GenerateAsync(chip, EmvFrames.Tc, filled, stop);
        return answer.Failure is { } failure ? failure : default(Done);
    }

    private static async ValueTask<Outcome<ProcessingOptions>> StartAsync(
        IChipStation chip, ExpectedApplication expected, TerminalData terminal, CancellationToken stop)
    {
        var selected = await TerminalDirectory.SelectAsync(chip, expected.Aid, stop);
        if (selected.Failure is { } unselected)
        {
            return unselected;
        }

        var pdol = DataObjectList.Parse(selected.Value.Find(EmvTag.FciProprietary, EmvTag.Pdol)?.Value ?? default);
        if (pdol.Failure is { } malformed)
        {
            return malformed with { Said = "PDOL" };
        }

        var command = EmvFrames.GetProcessingOptions(terminal.Fill(pdol.Value));
        var answer = await ApduExchange.AskAsync(chip, command, "GET PROCESSING OPTIONS", stop);
        var options = answer.Ok ? ProcessingOptions.Parse(answer.Value) : answer.Failure!;
        if (options.Ok && !(options.Value.Aip.AsSpan().SequenceEqual(expected.Aip)
            && options.Value.Afl.AsSpan().SequenceEqual(expected.Afl)))
        {
            return new Failure(DeviceFault.CheckFailed, "AIP or AFL");
        }

        return options;
    }

    private static async ValueTask<Outcome<(RecordDigest[] Digests, List<BerTlv> Objects)>> ReadRecordsAsync(
        IChipStation chip, ProcessingOptions options, IReadOnlyList<RecordDigest> expected, CancellationToken stop)
    {
        var listed = FileLocator.Parse(options.Afl);
        if (listed.Failure is { } malformed)
        {
            return malformed;
        }

        var digests = new List<RecordDigest>();
        var objects = new List<BerTlv>();
        foreach (var (sfi, number, _) in listed.Value)
        {
            var answer = await ApduExchange.AskAsync(chip, EmvFrames.ReadRecord(sfi, number), "READ RECORD", stop);
            if (answer.Failure is { } unread)
            {
                return unread;
            }

            digests.Add(new RecordDigest(DgiTag.Record(sfi, number), SHA256.HashData(answer.Value.Span)));
            var parsed = BerTlv.Parse(answer.Value);
            if (!Same(digests[^1], expected) || !parsed.Ok || parsed.Value is not [{ Tag: EmvTag.Record } record])
            {
                return new Failure(DeviceFault.CheckFailed, $"record {sfi}.{number}");
            }

            objects.AddRange(record.Children);
        }

        return digests.Count == expected.Count
            ? (digests.ToArray(), objects)
            : new Failure(DeviceFault.CheckFailed, "records missing");
    }

    private static bool Same(RecordDigest seen, IReadOnlyList<RecordDigest> expected) =>
        expected.Any(e => e.FileAndRecord == seen.FileAndRecord && e.Sha256.AsSpan().SequenceEqual(seen.Sha256));

    private static async ValueTask<Outcome<CryptogramAnswer>> GenerateAsync(
        IChipStation chip, byte type, byte[] filled, CancellationToken stop)
    {
        var answer = await ApduExchange.AskAsync(chip, EmvFrames.GenerateAc(type, filled), "GENERATE AC", stop);
        var parsed = answer.Ok ? CryptogramAnswer.Parse(answer.Value) : answer.Failure!;
        return parsed.Ok && (parsed.Value.Cid & EmvFrames.TypeMask) != type
            ? new Failure(DeviceFault.CheckFailed, $"GENERATE AC: CID {parsed.Value.Cid:X2}")
            : parsed;
    }

    private static Outcome<ReadOnlyCollection<DolEntry>> List(
        List<BerTlv> objects, uint tag) =>
        Value(objects, tag) is { IsEmpty: false } list ? DataObjectList.Parse(list) : DeviceFault.Garbage;

    private static ReadOnlyMemory<byte> Value(List<BerTlv> objects, uint tag) =>
        objects.FindPath(tag)?.Value ?? default;
}
