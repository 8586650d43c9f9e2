using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Tlv;
using static KioskSuite.Issuance.Terminal.TerminalRemarkCode;

namespace KioskSuite.Issuance.Terminal;

/// <summary>
/// Reads a finished card back as a shop's terminal would, up to the online cryptogram, and closes it cleanly.
/// </summary>
public static class TerminalCheck
{
    private const int IssuerDataLength = 10;

    /// <summary>
    /// As <see cref="InspectAsync"/>; the first refusing remark is <see cref="DeviceFault.CheckFailed"/>, answers that
    /// cannot be are garbage.
    /// </summary>
    public static async ValueTask<Outcome<TerminalEvidence>> RunAsync(
        IChipStation chip, ExpectedApplication expected, TerminalOptions options, CancellationToken stop) =>
        (await InspectAsync(chip, expected, options, stop)).ToOutcome();

    /// <summary>
    /// PSE, PPSE, application, counter and log, processing options, all records, offline data authentication with DDA,
    /// first GENERATE AC (ARQC, with CDA when the card has it and its certificate verified). Goes on after a remark,
    /// but begins no transaction with a card that is refused already.
    /// </summary>
    public static async ValueTask<TerminalReport<TerminalEvidence>> InspectAsync(
        IChipStation chip, ExpectedApplication expected, TerminalOptions options, CancellationToken stop)
    {
        var remarks = new RemarkList();
        var seen = await LookAsync(chip, expected, options, remarks, stop);
        return remarks.Report(seen.Ok ? seen.Value with { Remarks = [.. remarks.All] } : seen);
    }

    /// <summary>
    /// EXTERNAL AUTHENTICATE with central's answer, central's script, then the second GENERATE AC, which must be a TC.
    /// </summary>
    /// <param name="chip">The chip, still in the transaction of <see cref="RunAsync"/>.</param>
    /// <param name="evidence">What <see cref="RunAsync"/> returned.</param>
    /// <param name="issuerData">ARPC (8 bytes) and authorisation response code (2).</param>
    /// <param name="script">MACed commands; one that is not answered 9000 is the card's refusal.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async ValueTask<Outcome<Done>> CloseAsync(
        IChipStation chip, TerminalEvidence evidence, ReadOnlyMemory<byte> issuerData,
        IReadOnlyList<ReadOnlyMemory<byte>> script, CancellationToken stop)
    {
        var cdol2 = DataObjectList.Parse(evidence.Cdol2);
        if (issuerData.Length != IssuerDataLength || !cdol2.Ok)
        {
            return new Failure(DeviceFault.Garbage, $"issuer data of {issuerData.Length} bytes");
        }

        var accepted = await AcceptAsync(chip, issuerData, script, stop);
        if (accepted.Failed)
        {
            return accepted;
        }

        var filled = new TerminalData(evidence.Options, evidence.Tvr).Fill(cdol2.Value, issuerData[^2..].ToArray());
        var answer = await GenerateAsync(chip, EmvFrames.Tc, filled, stop);
        if (answer.Failure is { } failure)
        {
            return failure;
        }

        var ended = (answer.Value.Cid & EmvFrames.TypeMask) == EmvFrames.Tc && answer.Value.Atc == evidence.Atc;
        return ended
            ? default(Done)
            : new Failure(DeviceFault.CheckFailed, new TerminalRemark(NoTransactionCertificate, "9F27").ToString());
    }

    private static async ValueTask<Outcome<Done>> AcceptAsync(
        IChipStation chip, ReadOnlyMemory<byte> issuerData, IReadOnlyList<ReadOnlyMemory<byte>> script,
        CancellationToken stop)
    {
        var command = EmvFrames.ExternalAuthenticate(issuerData);
        var authenticated = await ApduExchange.AskAsync(chip, command, "EXTERNAL AUTHENTICATE", stop);
        if (authenticated.Failure is { } unproved)
        {
            return unproved;
        }

        // As a script of tag 71 (EMV Book 3 §10.10): what a card executed stands in the CVR of its TC, and a card that
        // refused never gets as far as one.
        foreach (var one in script)
        {
            var executed = await ApduExchange.AskAsync(chip, one, "issuer script", stop);
            if (executed.Failure is { } refused)
            {
                return refused;
            }
        }

        return default(Done);
    }

    private static async ValueTask<Outcome<TerminalEvidence>> LookAsync(
        IChipStation chip, ExpectedApplication expected, TerminalOptions options, RemarkList remarks,
        CancellationToken stop)
    {
        var terminal = new TerminalData(options);
        var listed = await TerminalDirectory.CheckAsync(chip, expected.Aid, remarks, stop);
        if (listed.Failure is { } unlisted)
        {
            return unlisted;
        }

        var selected = await TerminalDirectory.SelectAsync(chip, expected.Aid, remarks, stop);
        var log = selected.Ok
            ? await TransactionLog.ReadAsync(chip, selected.Value, options.Before?.Atc ?? 0, remarks, stop)
            : selected.Failure!;
        var started = log.Ok ? await StartAsync(chip, selected.Value, terminal, stop) : log.Failure!;
        if (started.Failure is { } notStarted)
        {
            return notStarted;
        }

        var (card, pdolData) = started.Value;
        remarks.AddWhen(!card.Aip.AsSpan().SequenceEqual(expected.Aip), AipDiffers, EmvTag.Aip);
        remarks.AddWhen(!card.Afl.AsSpan().SequenceEqual(expected.Afl), AflDiffers, EmvTag.Afl);
        var read = await card.ReadAsync(chip, expected.Records, remarks, stop);
        if (read.Failure is { } unread)
        {
            return unread;
        }

        AccountRules.Check(card, expected, terminal.Today, remarks);
        var transaction = new ContactTransaction(chip, card, expected.Aid, options, remarks);
        var evidence = await transaction.RunAsync(pdolData, stop);
        return evidence.Ok
            ? evidence.Value with { StartAtc = log.Value.StartAtc, LogEmpty = log.Value.Empty }
            : evidence;
    }

    private static async ValueTask<Outcome<(CardObjects Card, byte[] PdolData)>> StartAsync(
        IChipStation chip, BerTlv fci, TerminalData terminal, CancellationToken stop)
    {
        var pdol = DataObjectList.Parse(fci.Find(EmvTag.FciProprietary, EmvTag.Pdol)?.Value ?? default);
        if (pdol.Failure is { } malformed)
        {
            return malformed with { Said = "PDOL" };
        }

        var filled = terminal.Fill(pdol.Value);
        var command = EmvFrames.GetProcessingOptions(filled);
        var answer = await ApduExchange.AskAsync(chip, command, "GET PROCESSING OPTIONS", stop);
        var options = answer.Ok ? ProcessingOptions.Parse(answer.Value) : answer.Failure!;
        return options.Ok
            ? (new CardObjects(options.Value.Aip, options.Value.Afl), filled)
            : options.Failure!;
    }

    internal static async ValueTask<Outcome<CryptogramAnswer>> GenerateAsync(
        IChipStation chip, byte type, byte[] filled, CancellationToken stop)
    {
        var answer = await ApduExchange.AskAsync(chip, EmvFrames.GenerateAc(type, filled), "GENERATE AC", stop);
        return answer.Ok ? CryptogramAnswer.Parse(answer.Value) : answer.Failure!;
    }
}
