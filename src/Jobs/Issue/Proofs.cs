using System.Security.Cryptography;
using Google.Protobuf;
using KioskSuite.Devices;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Messages.Central;

namespace KioskSuite.Jobs.Issue;

/// <summary>What the terminal check saw, as central wants it for its verdict.</summary>
internal static class Proofs
{
    private const string Renminbi = "0156";

    /// <summary>A transaction of nothing, today, with a number nobody can foresee.</summary>
    public static TerminalOptions TestTransaction(TimeProvider time)
    {
        var now = time.GetLocalNow();
        return new(0, Renminbi, now.ToString("yyMMdd"), RandomNumberGenerator.GetBytes(4), now.ToString("HHmmss"));
    }

    public static Proof Of(
        IssuePermit permit,
        IEnumerable<byte[]> responses,
        ContactlessEvidence? contactless,
        TerminalEvidence evidence)
    {
        var view = new TerminalView
        {
            Aid = ByteString.CopyFrom(evidence.Aid),
            Aip = ByteString.CopyFrom(evidence.Aip),
            Afl = ByteString.CopyFrom(evidence.Afl),
            Cdol1Data = ByteString.CopyFrom(evidence.Cdol1Data),
            Cid = evidence.Cid,
            Atc = evidence.Atc,
            Iad = ByteString.CopyFrom(evidence.Iad),
            Authentication = $"{evidence.Authentication}",
            Contactless = contactless is null ? null : Of(contactless),
        };
        view.Records.AddRange(Of(evidence.Records));
        view.Remarks.AddRange(Of(evidence.Remarks));
        if (evidence.StartAtc is { } start)
        {
            view.StartAtc = start;
        }

        if (evidence.LogEmpty is { } empty)
        {
            view.LogEmpty = empty;
        }

        var proof = new Proof { Ticket = permit.Ticket, Terminal = view, Arqc = ByteString.CopyFrom(evidence.Arqc) };
        proof.Responses.AddRange(responses.Select(r => ByteString.CopyFrom(r)));
        return proof;
    }

    private static ContactlessView Of(ContactlessEvidence evidence)
    {
        var view = new ContactlessView
        {
            Aip = ByteString.CopyFrom(evidence.Aip),
            Afl = ByteString.CopyFrom(evidence.Afl),
            TerminalData = ByteString.CopyFrom(evidence.TerminalData),
            Atc = evidence.Atc,
            Iad = ByteString.CopyFrom(evidence.Iad),
            Arqc = ByteString.CopyFrom(evidence.Arqc),
            Authentication = $"{evidence.Authentication}",
        };
        view.Records.AddRange(Of(evidence.Records));
        view.Remarks.AddRange(Of(evidence.Remarks));
        return view;
    }

    private static IEnumerable<Messages.Central.RecordDigest> Of(
        IEnumerable<Issuance.Terminal.RecordDigest> records) => records.Select(r => new Messages.Central.RecordDigest
        {
            FileAndRecord = (uint)r.FileAndRecord,
            Sha256 = ByteString.CopyFrom(r.Sha256),
        });

    private static IEnumerable<string> Of(IEnumerable<TerminalRemark> remarks) =>
        remarks.Select(r => $"{r.Code} {r.Place}");
}
