using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>Fees of an order: reserved with it, then charged or returned, never both (a unique index).</summary>
internal static class FeeLedger
{
    /// <summary>
    /// What the customer agreed to: within a case what its order before cost; after an order that gave its fee back,
    /// nothing; else the fees of the table.
    /// </summary>
    /// <param name="replaces">The card to replace.</param>
    /// <param name="key">Of the new order: its case.</param>
    public static IReadOnlyList<SeedFee> DueFor(Work work, Seed seed, string replaces, Key key)
    {
        if (LastOfCase(work, replaces, key) is { } before)
            return Of(work, before);
        return GaveBack(work, replaces) ? [] : seed.Fees;
    }

    /// <summary>An order of this card's replacement was voided, and what it cost was returned.</summary>
    public static bool GaveBack(Work work, string replaces) => work.One<long>(
        """
        SELECT count(*) FROM fee JOIN card ON card.ticket = fee.ticket
        WHERE card.replaces = @replaces AND fee.event = 'returned'
        """,
        new { replaces }) > 0;

    public static void Reserve(Work work, string ticket, SeedFee fee, long at) => work.Execute(
        "INSERT INTO fee VALUES (@ticket, @Code, @Currency, @Minor, 'reserved', @at)",
        new { ticket, fee.Code, fee.Currency, fee.Minor, at });

    public static void Charge(Work work, string ticket, long at) => Settle(work, ticket, "charged", at);

    public static void Return(Work work, string ticket, long at) => Settle(work, ticket, "returned", at);

    private static string? LastOfCase(Work work, string replaces, Key key) => work.One<string>(
        """
        SELECT t.ticket FROM ticket t JOIN card c ON c.card = t.card
        WHERE c.replaces = @replaces AND t.kiosk = @Kiosk AND t.epoch = @Epoch AND t.case_no = @Case
        ORDER BY t.rowid DESC LIMIT 1
        """,
        new { replaces, key.Kiosk, Epoch = key.Epoch.ToByteArray(), Case = (long)key.Case });

    private static IReadOnlyList<SeedFee> Of(Work work, string ticket) => work.All<SeedFee>(
        "SELECT code AS Code, currency AS Currency, minor AS Minor, '' AS Text FROM fee "
        + "WHERE ticket = @ticket AND event = 'reserved'",
        new { ticket });

    private static void Settle(Work work, string ticket, string @event, long at) => work.Execute(
        """
        INSERT INTO fee SELECT ticket, code, currency, minor, @event, @at FROM fee
        WHERE ticket = @ticket AND event = 'reserved'
        """,
        new { ticket, @event, at });
}
