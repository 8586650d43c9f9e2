using KioskSuite.Issuance.Crypto;

namespace KioskSuite.CentralSystem;

/// <summary>A row of <c>card</c>. Holds a PAN: never logged.</summary>
internal sealed record CardRow(
    string Card,
    long Account,
    string Pan,
    string Sequence,
    string Expiry,
    string ServiceCode,
    string Product,
    string State,
    string? Ticket,
    string? Chip,
    string? Suite,
    long KeyIndex,
    string KeyOption,
    long Atc,
    long ChangedAt,
    long? StoppedAt)
{
    /// <summary>Cards from before there was a choice have 3DES.</summary>
    public CryptoSuite Algorithms =>
        Suite == CryptoSuite.National.Name ? CryptoSuite.National : CryptoSuite.International;

    /// <summary>How its keys came from the masters of <see cref="KeyIndex"/>.</summary>
    public DerivationOption Option => KeyOption == nameof(DerivationOption.B) ? DerivationOption.B : DerivationOption.A;

    /// <summary>First six and last four digits.</summary>
    public string Masked => $"{Pan[..6]}{new string('*', Pan.Length - 10)}{Pan[^4..]}";

    public override string ToString() => $"{Card} {State}";
}

/// <summary>States of a card. Ordered cards go ordered, bound, proved, active; the first three may turn void.</summary>
internal static class CardState
{
    public const string Ordered = "ordered";
    public const string Bound = "bound";
    public const string Proved = "proved";
    public const string Active = "active";
    public const string Stopped = "stopped";
    public const string Void = "void";
}

/// <summary>Reads and moves cards. A move names the state it expects, so that of two only one can win.</summary>
internal static class Cards
{
    private const string Columns =
        """
        card, account, pan, sequence, expiry, service_code AS ServiceCode, product, state, ticket, chip, suite,
        key_index AS KeyIndex, key_option AS KeyOption, atc, changed_at AS ChangedAt, stopped_at AS StoppedAt
        """;

    public static CardRow? ByReference(Work work, string card) =>
        work.One<CardRow>($"SELECT {Columns} FROM card WHERE card = @card", new { card });

    /// <summary>Every card that has or had this number, in whatever state, by rising sequence.</summary>
    public static IReadOnlyList<CardRow> OfNumber(Work work, string pan) =>
        work.All<CardRow>($"SELECT {Columns} FROM card WHERE pan = @pan ORDER BY sequence", new { pan });

    public static IReadOnlyList<CardRow> OfPerson(Work work, string person) => work.All<CardRow>(
        $"""
        SELECT {Columns} FROM card WHERE state IN ('active', 'stopped')
          AND account IN (SELECT no FROM account WHERE person = @person) ORDER BY card
        """,
        new { person });

    /// <summary>A replacement that is not void lives somewhere.</summary>
    public static bool IsReplaced(Work work, string card) =>
        work.One<long>("SELECT count(*) FROM card WHERE replaces = @card AND state <> 'void'", new { card }) > 0;

    /// <exception cref="Grpc.Core.RpcException">FAILED_PRECONDITION: the card is in another state.</exception>
    public static void Move(Work work, string card, string expected, string next, long at)
    {
        var moved = work.Execute(
            "UPDATE card SET state = @next, changed_at = @at WHERE card = @card AND state = @expected",
            new { card, expected, next, at });
        if (moved != 1)
            throw Refusal.State($"card is not {expected}");
    }
}
