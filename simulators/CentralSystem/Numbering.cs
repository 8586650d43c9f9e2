using System.Globalization;
using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.CentralSystem;

/// <summary>What tells a replacement from every other card: number, sequence (2 digits) and expiry (YYMM).</summary>
internal sealed record CardNumber(string Pan, string Sequence, string Expiry)
{
    /// <summary>The last day of the month that stands on the card.</summary>
    public DateOnly LastDay =>
        new DateOnly(2000 + Number(Expiry[..2]), Number(Expiry[2..]), 1).AddMonths(1).AddDays(-1);

    public override string ToString() => "card number";

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}

/// <summary>
/// Numbers of replacements. The bank's rule for the account says whether the old number stays: then the sequence rises
/// and the expiry is another, so that keys and verification values of the card before are worth nothing on this one.
/// </summary>
internal static class Numbering
{
    private const string FirstSequence = "01";
    private const int LastSequence = 98;
    private const int MostDraws = 16;

    /// <summary>The bank's rule for the account of a card.</summary>
    public static bool KeepsNumber(Work work, CardRow card) =>
        work.One<long>("SELECT keeps_number FROM account WHERE no = @Account", new { card.Account }) != 0;

    /// <exception cref="Grpc.Core.RpcException">
    /// FAILED_PRECONDITION: no sequence is left. RESOURCE_EXHAUSTED: no number is.
    /// </exception>
    public static CardNumber ForReplacement(Work work, SeedIssuer issuer, CardRow old, long at)
    {
        var expires = DateTimeOffset.FromUnixTimeMilliseconds(at).AddYears(issuer.ValidYears);
        return KeepsNumber(work, old)
            ? NextOf(Cards.OfNumber(work, old.Pan), expires)
            : new CardNumber(Draw(work, issuer), FirstSequence, YearMonth(expires));
    }

    // Cards that were voided count too: somebody may hold one that is half made.
    private static CardNumber NextOf(IReadOnlyList<CardRow> cards, DateTimeOffset expires)
    {
        var last = int.Parse(cards[^1].Sequence, CultureInfo.InvariantCulture);
        if (last > LastSequence)
            throw Refusal.State("no sequence of this number is left");
        while (cards.Any(c => c.Expiry == YearMonth(expires)))
            expires = expires.AddMonths(1);
        return new CardNumber(cards[^1].Pan, $"{last + 1:00}", YearMonth(expires));
    }

    private static string YearMonth(DateTimeOffset date) => date.ToString("yyMM", CultureInfo.InvariantCulture);

    /// <summary>A number nobody has or had: BIN, random digits, check digit.</summary>
    private static string Draw(Work work, SeedIssuer issuer)
    {
        for (var draws = 0; draws < MostDraws; draws++)
        {
            var free = issuer.PanLength - issuer.Bin.Length - 1;
            var payload = issuer.Bin + RandomNumberGenerator.GetString("0123456789", free);
            var pan = payload + Luhn.CheckDigit(payload);
            if (Cards.OfNumber(work, pan).Count == 0)
                return pan;
        }

        throw Refusal.TooMuch("no free card number");
    }
}
