using System.Buffers.Binary;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.Tlv;
using static KioskSuite.Issuance.Terminal.TerminalRemarkCode;

namespace KioskSuite.Issuance.Terminal;

/// <summary>
/// A shop's contactless terminal (qPBOC, PBOC 3.0 JR/T 0025.12): one online payment, answered by the command GET
/// PROCESSING OPTIONS.
/// </summary>
/// <remarks>
/// The card is moved away after the answer, so nothing is closed. The counter runs over both interfaces: which one came
/// first is told by <see cref="TerminalOptions.Before"/>.
/// </remarks>
public static class ContactlessCheck
{
    private const int CryptogramLength = 8;
    private const int MaxIad = 32;
    private const string Prefix = "contactless ";

    private static readonly uint[] s_mandatory =
        [EmvTag.Aip, EmvTag.Atc, EmvTag.Cryptogram, EmvTag.IssuerApplicationData, EmvTag.Track2];

    /// <summary>As <see cref="InspectAsync"/>; the first refusing remark is a failure.</summary>
    public static async ValueTask<Outcome<ContactlessEvidence>> RunAsync(
        IChipStation antenna, ExpectedApplication expected, TerminalOptions options, CancellationToken stop) =>
        (await InspectAsync(antenna, expected, options, stop)).ToOutcome();

    /// <summary>
    /// PPSE, application, GET PROCESSING OPTIONS with the terminal's qualifiers, records by AFL, fDDA.
    /// </summary>
    public static async ValueTask<TerminalReport<ContactlessEvidence>> InspectAsync(
        IChipStation antenna, ExpectedApplication expected, TerminalOptions options, CancellationToken stop)
    {
        var remarks = new RemarkList(Prefix);
        var seen = await LookAsync(antenna, expected, options, remarks, stop);
        return remarks.Report(seen.Ok ? seen.Value with { Remarks = [.. remarks.All] } : seen);
    }

    private static async ValueTask<Outcome<ContactlessEvidence>> LookAsync(
        IChipStation antenna, ExpectedApplication expected, TerminalOptions options, RemarkList remarks,
        CancellationToken stop)
    {
        var terminal = new TerminalData(options);
        var listed = await TerminalDirectory.CheckContactlessAsync(antenna, expected.Aid, remarks, stop);
        var selected = listed.Ok
            ? await TerminalDirectory.SelectAsync(antenna, expected.Aid, remarks, stop)
            : listed.Failure!;
        var started = selected.Ok
            ? await StartAsync(antenna, selected.Value, terminal, remarks, stop)
            : selected.Failure!;
        if (started.Failure is { } notStarted)
        {
            return notStarted;
        }

        var card = started.Value;
        var ours = expected.Contactless;
        remarks.AddWhen(ours is not null && !card.Aip.AsSpan().SequenceEqual(ours.Aip), AipDiffers, EmvTag.Aip);
        remarks.AddWhen(ours is not null && !card.Afl.AsSpan().SequenceEqual(ours.Afl), AflDiffers, EmvTag.Afl);
        var read = card.Afl.Length == 0 ? default(Done) : await card.ReadAsync(antenna, ours?.Records, remarks, stop);
        if (read.Failure is { } unread)
        {
            return unread;
        }

        AccountRules.Check(card, expected, terminal.Today, remarks);
        remarks.AddWhen(
            card.LastRecord.Any(o => o.Tag == EmvTag.ExpiryDate), ExpiryInLastRecord, EmvTag.ExpiryDate);
        return Judge(card, expected.Aid, options, terminal, remarks);
    }

    /// <summary>Records are read and nothing is asked any more: what does it all say?</summary>
    private static Outcome<ContactlessEvidence> Judge(
        CardObjects card, byte[] aid, TerminalOptions options, TerminalData terminal, RemarkList remarks)
    {
        var authentication = Authenticate(card, aid, options, terminal, remarks);
        foreach (var tag in s_mandatory.Where(tag => !card.Has(tag)))
        {
            remarks.Add(ObjectMissing, tag);
        }

        remarks.AddWhen(card[EmvTag.CardQualifiers].Length != 2, QualifiersMalformed, EmvTag.CardQualifiers);
        var (atc, arqc, iad) = (card[EmvTag.Atc], card[EmvTag.Cryptogram], card[EmvTag.IssuerApplicationData]);
        if (atc.Length != 2 || arqc.Length != CryptogramLength || iad.Length > MaxIad)
        {
            return new Failure(DeviceFault.Garbage, "GET PROCESSING OPTIONS");
        }

        remarks.AddWhen(!TraceRules.IsOnline(iad.Span), NoOnlineCryptogram, EmvTag.IssuerApplicationData);
        var trace = new InterfaceTrace(BinaryPrimitives.ReadUInt16BigEndian(atc.Span), card.Account());
        TraceRules.Check(trace, iad.Span, options.Before, remarks);
        return new ContactlessEvidence(
            card.Aip, card.Afl, card.Digests, terminal.Fill(TerminalData.Covered), trace.Atc, arqc.ToArray(),
            iad.ToArray())
        {
            Authentication = authentication,
            Trace = trace,
        };
    }

    private static async ValueTask<Outcome<CardObjects>> StartAsync(
        IChipStation antenna, BerTlv fci, TerminalData terminal, RemarkList remarks, CancellationToken stop)
    {
        var pdol = DataObjectList.Parse(fci.Find(EmvTag.FciProprietary, EmvTag.Pdol)?.Value ?? default);
        if (pdol.Failure is { } malformed)
        {
            return malformed with { Said = "PDOL" };
        }

        var needed = TerminalData.Covered.Prepend(new DolEntry(EmvTag.TerminalQualifiers, 4));
        remarks.AddWhen(needed.Except(pdol.Value).Any(), PdolIncomplete, EmvTag.Pdol);
        var command = EmvFrames.GetProcessingOptions(terminal.Fill(pdol.Value));
        var answer = await ApduExchange.AskAsync(antenna, command, "GET PROCESSING OPTIONS", stop);
        if (answer.Failure is { } refused)
        {
            return refused;
        }

        var parsed = BerTlv.Parse(answer.Value);
        if (!parsed.Ok || parsed.Value is not [var options])
        {
            return new Failure(DeviceFault.Garbage, "GET PROCESSING OPTIONS");
        }

        var quick = options.Tag == EmvTag.ResponseFormat2 && options.Find(EmvTag.Cryptogram) is not null;
        remarks.AddWhen(!quick, NoQuickAnswer, EmvTag.Cryptogram);
        var aip = options.Find(EmvTag.Aip)?.Value ?? default;
        if (aip.Length != 2)
        {
            return new Failure(DeviceFault.Garbage, "AIP");
        }

        var card = new CardObjects(aip.ToArray(), options.Find(EmvTag.Afl)?.Value.ToArray() ?? []);
        card.Add(options.Children);
        return card;
    }

    /// <summary>An online payment may go without the card's signature; one that is there must be right.</summary>
    private static OfflineAuthentication Authenticate(
        CardObjects card, byte[] aid, TerminalOptions options, TerminalData terminal, RemarkList remarks)
    {
        var chain = new OfflineChain(card, aid, options, terminal.Today, remarks);
        var authentication = chain.Check();
        if (chain.CardKey is not { } key || !Aip.HasDda(card.Aip))
        {
            return authentication;
        }

        if (!card.Has(EmvTag.SignedDynamicData))
        {
            remarks.Add(DynamicSignatureMissing, EmvTag.SignedDynamicData);
            return authentication;
        }

        return DynamicCheck.Verify(card, key, terminal, remarks)
            ? OfflineAuthentication.Dynamic
            : OfflineAuthentication.Failed;
    }
}
