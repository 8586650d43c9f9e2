using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using KioskSuite.Issuance.Blanks;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>The two round trips: the script for the first chip that answers, and the proof afterwards.</summary>
internal sealed class ChipDesk(Seed seed, IssuerKeys keys)
{
    private const string Layout = "debit-classic";
    private const ulong LayoutVersion = 1;
    private const int ShortChallenge = 8;
    private const uint Success = 0x9000;
    private const uint WholeWord = 0xFFFF;
    private static readonly HashSet<string> Allowed = [OrderDesk.Blank];

    private readonly Dictionary<string, BlankStock> _stocks =
        seed.Blanks.ToDictionary(b => b.Code, b => new BlankStock(b.Code, b.Atr, b.IcType), StringComparer.Ordinal);

    /// <summary>
    /// Binds the chip and answers with the whole wrapped script. The same question is answered by computing it again,
    /// since a script must not rest on disk; another chip, or the same one powered up again, is refused.
    /// </summary>
    public Script Personalise(Work work, Opened opened, long now)
    {
        KioskLog.RefuseFork(work, opened.Key);
        var answered = Operations.Known(work, opened.Key, opened);
        var (ticket, card) = Tickets.Find(work, opened.Ticket, opened.Key);
        if (card.State != (answered is null ? CardState.Ordered : CardState.Bound))
            throw Refusal.State($"card is {card.State}");
        if (answered is null && now - ticket.IssuedAt > OrderDesk.ValidSeconds * 1000L)
            throw Refusal.State("ticket is no longer valid");
        RequireBlank(opened);
        var answer = InitializeUpdateAnswer.Parse(opened.InitializeUpdate.Memory);
        if (!answer.Ok)
            throw Refusal.Invalid("initialize_update is not valid");
        var script = Wrap(work, ticket, card, answer.Value);
        if (answered is null)
            Bind(work, opened, ticket, card, answer.Value, now);
        return script;
    }

    /// <summary>Compares what the terminal saw with what was personalised and checks the cryptogram; final.</summary>
    public Verdict Prove(Work work, Proof proof, long now)
    {
        var (ticket, card) = Tickets.Find(work, proof.Ticket, proof.Key);
        if (card.State != CardState.Bound || ticket.Verdict is not null)
            throw Refusal.State(ticket.Verdict is null ? $"card is {card.State}" : "verdict was given");
        using var application = keys.Application(CardOf(ticket, card));
        var reason = proof.FailedAt.Length > 0
            ? "failed"
            : Evidence.WhyNot(proof, DebitProfile.ExpectedView(application), application.UdkAc);
        work.Execute(
            "UPDATE ticket SET verdict = @Verdict WHERE ticket = @Ticket",
            new { Verdict = reason ?? CardState.Proved, ticket.Ticket });
        if (reason is not null)
            return new Verdict { Reason = reason };
        Cards.Move(work, card.Card, CardState.Bound, CardState.Proved, now);
        var atc = (ushort)proof.Terminal.Atc;
        work.Execute("UPDATE card SET atc = @Atc WHERE card = @Card", new { Atc = (long)atc, card.Card });
        var arpc = ApplicationCryptogram.Arpc(application.UdkAc, atc, proof.Arqc.Span, Evidence.Approved);
        return new Verdict { Proved = true, Arpc = ByteString.CopyFrom([.. arpc, .. Evidence.Approved]) };
    }

    private static void Bind(
        Work work, Opened opened, TicketRow ticket, CardRow card, InitializeUpdateAnswer answer, long now)
    {
        var chip = Convert.ToHexString(answer.Kdd.Span);
        var others = work.One<long>(
            "SELECT count(*) FROM card WHERE chip = @chip AND state <> 'void'", new { chip });
        if (others > 0)
            throw Refusal.State("chip belongs to another card");
        Cards.Move(work, card.Card, CardState.Ordered, CardState.Bound, now);
        work.Execute("UPDATE card SET chip = @chip WHERE card = @Card", new { chip, card.Card });
        work.Execute(
            "UPDATE ticket SET update_sha256 = @Hash WHERE ticket = @Ticket",
            new { Hash = SHA256.HashData(opened.InitializeUpdate.Span), ticket.Ticket });
        Operations.Claim(work, opened.Key, opened, null, now);
    }

    /// <summary>The kiosk guards its blanks before; central does not take its word for it.</summary>
    private void RequireBlank(Opened opened)
    {
        var identity = new BlankIdentity(
            opened.Atr.ToByteArray(), opened.Cplc.ToByteArray(), opened.CardData.ToByteArray());
        if (opened.Cplc.Length != BlankIdentity.CplcLength || !BlankGuard.Check(identity, Allowed, _stocks).Ok)
            throw Refusal.State("chip is not one of the ticket's blanks");
    }

    private Script Wrap(Work work, TicketRow ticket, CardRow row, InitializeUpdateAnswer answer)
    {
        var card = CardOf(ticket, row);
        var chip = keys.CardKeys(answer.Kdd.Span);
        using var application = keys.Application(card);
        var opened = Scp03Session.Open(chip, ticket.HostChallenge.AsSpan(0, ShortChallenge), answer);
        if (!opened.Ok)
            throw Refusal.State("chip is not genuine");
        using var session = opened.Value;
        var script = new Script { Face = FaceOf(work, row), Expected = ViewOf(DebitProfile.ExpectedView(application)) };
        script.Commands.Add(Expecting(session.ExternalAuthenticate(Scp03Session.LevelMacEnc)));
        foreach (var plain in DebitProfile.Script(application, chip.Dek))
        {
            script.Commands.Add(Expecting(session.Wrap(plain)));
            CryptographicOperations.ZeroMemory(plain);
        }

        foreach (var key in (byte[][])[chip.Enc, chip.Mac, chip.Dek])
            CryptographicOperations.ZeroMemory(key);
        var stripe = keys.Stripe(card);
        script.Tracks.Add(ByteString.CopyFrom(stripe.Track1, Encoding.ASCII));
        script.Tracks.Add(ByteString.CopyFrom(stripe.Track2, Encoding.ASCII));
        return script;
    }

    /// <summary>The effective date comes from the ticket, so that asking again gives the same bytes.</summary>
    private static DebitCard CardOf(TicketRow ticket, CardRow card) => new(
        card.Pan,
        card.Sequence,
        card.Expiry,
        DateTimeOffset.FromUnixTimeMilliseconds(ticket.IssuedAt).ToString("yyMMdd", CultureInfo.InvariantCulture),
        card.ServiceCode);

    private static Face FaceOf(Work work, CardRow card) => new()
    {
        Pan = card.Pan,
        Name = work.One<string>(
            "SELECT name FROM person WHERE id = (SELECT person FROM account WHERE no = @Account)",
            new { card.Account }),
        Expiry = $"{card.Expiry[2..]}/{card.Expiry[..2]}",
        Layout = Layout,
        LayoutVersion = LayoutVersion,
    };

    private static ExpectedView ViewOf(ExpectedApplication expected)
    {
        var view = new ExpectedView
        {
            Aid = ByteString.CopyFrom(expected.Aid),
            Aip = ByteString.CopyFrom(expected.Aip),
            Afl = ByteString.CopyFrom(expected.Afl),
        };
        view.Records.Add(expected.Records.Select(r => new Messages.Central.RecordDigest
        {
            FileAndRecord = (uint)r.FileAndRecord, Sha256 = ByteString.CopyFrom(r.Sha256),
        }));
        return view;
    }

    private static Command Expecting(byte[] apdu) =>
        new() { Apdu = ByteString.CopyFrom(apdu), Sw = Success, Mask = WholeWord };
}
