using System.Security.Cryptography;
using Google.Protobuf;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>Orders a replacement and settles it: active after it was taken, or void.</summary>
internal sealed class OrderDesk(Seed seed, IssuerKeys keys, ProductProfile product, Suites suites)
{
    public const uint ValidSeconds = 600;
    private static readonly string[] Acts = ["feed", "personalise", "stripe", "print", "present"];

    /// <summary>A replacement for a stopped card, and a ticket to put it on one blank at one kiosk.</summary>
    public Ticket Order(Work work, Order order, long at)
    {
        var old = Cards.ByReference(work, order.Replaces) ?? throw Refusal.NotFound("no such card");
        if (old.State != CardState.Stopped)
            throw Refusal.State("card to replace is not stopped");
        if (order.Product != old.Product)
            throw Refusal.Invalid("product is not offered");
        suites.Require(product);
        if (order.KeepNumber && !Numbering.KeepsNumber(work, old))
            throw Refusal.State("a lost card's number is not kept");
        if (order.AfterTicket.Length > 0)
            VoidBefore(work, order, at);
        if (Cards.IsReplaced(work, old.Card))
            throw Refusal.State("card has a replacement");
        return Issue(work, order, old, at);
    }

    /// <summary>Makes a proved card active and charges the fee; a second time it says when it was.</summary>
    public static Settled Activate(Work work, Taken taken, long at)
    {
        var (ticket, card) = Tickets.Find(work, taken.Ticket, taken.Key);
        if (card.State == CardState.Active)
            return new Settled { State = card.State, At = card.ChangedAt };
        Cards.Move(work, card.Card, CardState.Proved, CardState.Active, at);
        work.Execute(
            "UPDATE ticket SET seen_by_person = @SeenByPerson WHERE ticket = @Ticket",
            new { taken.SeenByPerson, ticket.Ticket });
        FeeLedger.Charge(work, ticket.Ticket, at);
        return new Settled { State = CardState.Active, At = at };
    }

    /// <summary>Burns the number for good and returns the fee; an active card is never voided.</summary>
    public static Settled Void(Work work, Spoilt spoilt, long at)
    {
        var (ticket, card) = Tickets.Find(work, spoilt.Ticket, spoilt.Key);
        if (card.State == CardState.Void)
            return new Settled { State = card.State, At = card.ChangedAt };
        VoidCard(work, card, ticket.Ticket, spoilt.Reason, spoilt.Place, at);
        return new Settled { State = CardState.Void, At = at };
    }

    private static void VoidBefore(Work work, Order order, long at)
    {
        var (ticket, card) = Tickets.Find(work, order.AfterTicket, order.Key);
        if (card.State != CardState.Void)
            VoidCard(work, card, ticket.Ticket, "replaced by a new order", "", at);
    }

    private static void VoidCard(Work work, CardRow card, string ticket, string reason, string place, long at)
    {
        if (card.State is not (CardState.Ordered or CardState.Bound or CardState.Proved))
            throw Refusal.State($"card is {card.State}");
        Cards.Move(work, card.Card, card.State, CardState.Void, at);
        work.Execute(
            "UPDATE ticket SET void_reason = @reason, void_place = @place, certified = NULL WHERE ticket = @ticket",
            new { reason, place, ticket });
        FeeLedger.Return(work, ticket, at);
    }

    private Ticket Issue(Work work, Order order, CardRow old, long at)
    {
        var number = Numbering.ForReplacement(work, seed.Issuer, old, at);
        if (number.LastDay > keys.CertificateEnd(product.Algorithms))
            throw Refusal.State("the issuer's certificate ends before a new card would");
        var fees = FeeLedger.DueFor(work, seed, old.Card, order.Key);
        var body = new TicketBody
        {
            Ticket = "ticket-" + RandomNumberGenerator.GetHexString(16, lowercase: true),
            Card = "card-" + RandomNumberGenerator.GetHexString(12, lowercase: true),
            Replaces = old.Card,
            Kiosk = order.Key.Kiosk,
            Epoch = order.Key.Epoch,
            Case = order.Key.Case,
            Product = old.Product,
            HostChallenge = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(16)),
            ValidSeconds = ValidSeconds,
            IssuedAt = at,
        };
        body.Blanks.Add(seed.Blanks.Select(b => b.Code));
        body.Channels.Add(ChannelKinds.All.Select(c => c.Name()));
        body.Acts.Add(Acts);
        var bytes = body.ToByteArray();
        var signature = keys.SignTicket(bytes);
        InsertCard(work, body, old, number);
        InsertTicket(work, order, body, bytes, signature);
        foreach (var fee in fees)
            FeeLedger.Reserve(work, body.Ticket, fee, at);
        return new Ticket
        {
            Ticket_ = new Signed
            {
                Body = ByteString.CopyFrom(bytes),
                Signature = ByteString.CopyFrom(signature),
                KeyId = keys.TicketKeyId,
            },
        };
    }

    private void InsertCard(Work work, TicketBody body, CardRow old, CardNumber number) => work.Execute(
        """
        INSERT INTO card(card, account, pan, sequence, expiry, service_code, product, state, replaces, ticket,
          changed_at)
        VALUES (@Card, @Account, @Pan, @Sequence, @Expiry, @ServiceCode, @Product, 'ordered', @Replaces, @Ticket, @At)
        """,
        new
        {
            body.Card,
            old.Account,
            number.Pan,
            number.Sequence,
            number.Expiry,
            product.ServiceCode,
            body.Product,
            body.Replaces,
            body.Ticket,
            At = body.IssuedAt,
        });

    private static void InsertTicket(Work work, Order order, TicketBody body, byte[] bytes, byte[] signature) =>
        work.Execute(
            """
            INSERT INTO ticket(ticket, card, kiosk, epoch, case_no, issued_at, host_challenge, consent_sha256, body,
              signature)
            VALUES (@Ticket, @Card, @Kiosk, @Epoch, @Case, @IssuedAt, @Challenge, @Consent, @bytes, @signature)
            """,
            new
            {
                body.Ticket,
                body.Card,
                body.Kiosk,
                Epoch = body.Epoch.ToByteArray(),
                Case = (long)body.Case,
                body.IssuedAt,
                Challenge = body.HostChallenge.ToByteArray(),
                Consent = order.ConsentSha256.ToByteArray(),
                bytes,
                signature,
            });
}
