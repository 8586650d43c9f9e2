using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>A row of <c>ticket</c>: one use, one kiosk, one card, at most one chip.</summary>
internal sealed record TicketRow(
    string Ticket,
    string Card,
    string Kiosk,
    byte[] Epoch,
    long Case,
    long IssuedAt,
    byte[] HostChallenge,
    byte[]? Opened,
    byte[]? CardKey,
    long RoundTrips,
    string? Verdict);

internal static class Tickets
{
    private const string Columns =
        """
        ticket, card, kiosk, epoch, case_no AS "Case", issued_at AS IssuedAt, host_challenge AS HostChallenge,
        opened AS Opened, card_key AS CardKey, round_trips AS RoundTrips, verdict
        """;

    /// <summary>The ticket and its card, for the kiosk and case it was given to.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, also for another kiosk's or case's ticket.</exception>
    public static (TicketRow Ticket, CardRow Card) Find(Work work, string number, Key key)
    {
        var ticket = work.One<TicketRow>($"SELECT {Columns} FROM ticket WHERE ticket = @number", new { number });
        if (ticket is null || ticket.Kiosk != key.Kiosk || ticket.Case != (long)key.Case)
            throw Refusal.NotFound("no such ticket");
        return (ticket, Cards.ByReference(work, ticket.Card)!);
    }

    /// <summary>Counts a call that arrived between the order's reply and the verdict of its ticket or case.</summary>
    public static int Count(Work work, string number, Key key) => work.Execute(
        """
        UPDATE ticket SET round_trips = round_trips + 1 WHERE verdict IS NULL AND kiosk = @Kiosk
          AND (ticket = @number OR (epoch = @Epoch AND case_no = @Case))
          AND card IN (SELECT card FROM card WHERE state <> 'void')
        """,
        new { number, key.Kiosk, Epoch = key.Epoch.ToByteArray(), Case = (long)key.Case });
}
