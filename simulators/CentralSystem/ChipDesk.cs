using System.Globalization;
using Google.Protobuf;
using KioskSuite.Issuance.Blanks;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>The two round trips: the script for the first chip that answers, and the proof afterwards.</summary>
internal sealed class ChipDesk(IssuerKeys keys, Stocks stocks, CardCertification certification, Suites suites)
{
    private const string Layout = "debit-classic";
    private const ulong LayoutVersion = 1;

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
        var stock = StockOf(opened);
        suites.Require(stock.Product);
        using var application = ApplicationOf(ticket, card, stock.Product);
        if (answered is null)
            ticket = ticket with { Certified = certification.Issue(stock.Product, application, ticket.Ticket) };
        using var prepared = certification.Prepare(stock.Product, application, ticket.Certified, ticket.Ticket);
        using var written = Write(ticket, prepared, opened);
        if (answered is null)
            Bind(work, opened, ticket, card, written.Channel, application, now);
        return ScriptOf(work, ticket, card, stock.Product, prepared.Expected, written);
    }

    /// <summary>
    /// Judges the script's own answers, compares what the terminal saw with what was personalised, and checks the
    /// cryptogram; final.
    /// </summary>
    public Verdict Prove(Work work, Proof proof, long now)
    {
        var (ticket, card) = Tickets.Find(work, proof.Ticket, proof.Key);
        if (card.State != CardState.Bound || ticket.Verdict is not null)
            throw Refusal.State(ticket.Verdict is null ? $"card is {card.State}" : "verdict was given");
        var opened = Opened.Parser.ParseFrom(ticket.Opened);
        var stock = StockOf(opened);
        using var application = ApplicationOf(ticket, card, stock.Product);
        using var prepared = certification.Prepare(stock.Product, application, ticket.Certified, ticket.Ticket);
        var reason = proof.FailedAt.Length > 0
            ? "failed"
            : WhyNotWritten(ticket, prepared, opened, proof)
                ?? Evidence.WhyNot(proof, prepared.Expected, application);
        work.Execute(
            "UPDATE ticket SET verdict = @Verdict, certified = NULL WHERE ticket = @Ticket",
            new { Verdict = reason ?? CardState.Proved, ticket.Ticket });
        if (reason is not null)
            return new Verdict { Reason = reason };
        Cards.Move(work, card.Card, CardState.Bound, CardState.Proved, now);
        var atc = (ushort)proof.Terminal.Atc;
        work.Execute(
            "UPDATE card SET atc = @Atc, start_atc = @Start WHERE card = @Card",
            new { Atc = (long)atc, Start = Evidence.StartOf(proof.Terminal), card.Card });
        var arpc = application.Suite.Arpc(application.UdkAc, atc, proof.Arqc.Span, Evidence.Approved);
        var verdict = new Verdict { Proved = true, Arpc = ByteString.CopyFrom([.. arpc, .. Evidence.Approved]) };
        if (TestCards.IsNext(work, card.Card, TestCards.BatchOf(stock, opened, application)))
            verdict.IssuerScript.Add(TestCards.Command(application, atc, proof.Arqc.Span));
        return verdict;
    }

    private static void Bind(
        Work work, Opened opened, TicketRow ticket, CardRow card, ChannelKind channel,
        DebitApplication application, long now)
    {
        var chip = Convert.ToHexString(AnswerOf(opened).Kdd.Span);
        var others = work.One<long>(
            "SELECT count(*) FROM card WHERE chip = @chip AND state <> 'void'", new { chip });
        if (others > 0)
            throw Refusal.State("chip belongs to another card");
        Cards.Move(work, card.Card, CardState.Ordered, CardState.Bound, now);
        work.Execute(
            """
            UPDATE card SET chip = @chip, channel = @Channel, suite = @Suite, key_index = @Index, key_option = @Option
            WHERE card = @Card
            """,
            new
            {
                chip,
                Channel = channel.Name(),
                Suite = application.Suite.Name,
                Index = (long)application.KeyVersion.DerivationKeyIndex,
                Option = $"{application.KeyVersion.Option}",
                card.Card,
            });
        work.Execute(
            "UPDATE ticket SET opened = @Opened, certified = @Certified WHERE ticket = @Ticket",
            new { Opened = opened.ToByteArray(), ticket.Certified, ticket.Ticket });
        Operations.Claim(work, opened.Key, opened, null, now);
    }

    private static InitializeUpdateAnswer AnswerOf(Opened opened)
    {
        var answer = InitializeUpdateAnswer.Parse(opened.InitializeUpdate.Memory);
        return answer.Ok ? answer.Value : throw Refusal.Invalid("initialize_update is not valid");
    }

    private Stock StockOf(Opened opened) =>
        stocks.Of(opened) ?? throw Refusal.State("chip is not one of the ticket's blanks");

    /// <summary>The whole script for a chip. The chip's own answer decides the channel, its stock the keys.</summary>
    private ChannelScript Write(TicketRow ticket, PreparedCard card, Opened opened)
    {
        var answer = AnswerOf(opened);
        using var chip = keys.CardKeys(StockOf(opened).Rule, answer.Kdd.Span);
        var options = ChannelOptions.Default with
        {
            Scp02I = CardRecognition.Scp02I(opened.CardData.Memory) ?? ChannelOptions.Usual,
        };
        var written = ScriptWriter.Write(chip, ticket.HostChallenge, answer, options, card.Applets);
        return written.Ok ? written.Value : throw Refusal.State("chip is not genuine");
    }

    /// <summary>
    /// Writes the script once more, since its session is nowhere kept, and unwraps the answers with it.
    /// </summary>
    private string? WhyNotWritten(TicketRow ticket, PreparedCard card, Opened opened, Proof proof)
    {
        using var written = Write(ticket, card, opened);
        return written.WhyNot([.. proof.Responses.Select(r => r.Memory)]);
    }

    private Script ScriptOf(
        Work work,
        TicketRow ticket,
        CardRow row,
        ProductProfile product,
        ExpectedApplication expected,
        ChannelScript written)
    {
        var script = new Script { Face = FaceOf(work, row), Expected = Views.Of(expected, row.Sequence) };
        if (product.HasOwnKey)
            script.Expected.SchemeKeys.Add(
                product.Suite == ProfileSuite.Sm ? Views.Of(keys.Sm.Ca) : Views.Of(keys.Scheme.Ca));
        script.Commands.Add(written.Commands.Select(c => new Command
        {
            Apdu = ByteString.CopyFrom(c.Apdu.Span),
            Sw = c.StatusWord,
            Mask = c.Mask,
        }));
        return Stripes.Load(script, product.Stripe, () => keys.Stripe(CardOf(ticket, row)));
    }

    /// <summary>
    /// The key version is that of the ticket's day: asking again after a change at midnight gives the same bytes.
    /// </summary>
    private DebitApplication ApplicationOf(TicketRow ticket, CardRow card, ProductProfile product) => keys.Application(
        CardOf(ticket, card),
        product.Algorithms,
        product.KeysOn(DayOf(ticket, "yyyy-MM-dd")) ?? throw Refusal.State("no key version is in force"));

    private static string DayOf(TicketRow ticket, string format) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ticket.IssuedAt).ToString(format, CultureInfo.InvariantCulture);

    /// <summary>The effective date comes from the ticket, so that asking again gives the same bytes.</summary>
    private static DebitCard CardOf(TicketRow ticket, CardRow card) => new(
        card.Pan,
        card.Sequence,
        card.Expiry,
        DayOf(ticket, "yyMMdd"),
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
}
