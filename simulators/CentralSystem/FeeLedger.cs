namespace KioskSuite.CentralSystem;

/// <summary>Fees of an order: reserved with it, then charged or returned, never both (a unique index).</summary>
internal static class FeeLedger
{
    public static void Reserve(Work work, string ticket, SeedFee fee, long at) => work.Execute(
        "INSERT INTO fee VALUES (@ticket, @Code, @Currency, @Minor, 'reserved', @at)",
        new { ticket, fee.Code, fee.Currency, fee.Minor, at });

    public static void Charge(Work work, string ticket, long at) => Settle(work, ticket, "charged", at);

    public static void Return(Work work, string ticket, long at) => Settle(work, ticket, "returned", at);

    private static void Settle(Work work, string ticket, string @event, long at) => work.Execute(
        """
        INSERT INTO fee SELECT ticket, code, currency, minor, @event, @at FROM fee
        WHERE ticket = @ticket AND event = 'reserved'
        """,
        new { ticket, @event, at });
}
