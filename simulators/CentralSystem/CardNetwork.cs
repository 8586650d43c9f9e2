using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Terminal;

namespace KioskSuite.CentralSystem;

/// <summary>What a shop sends: which fields count depends on the way. Holds card data: never logged.</summary>
internal sealed record Authorisation(
    string Way,
    string Pan = "",
    string Sequence = "",
    int Atc = 0,
    string Arqc = "",
    string Cdol1 = "",
    string Aip = "",
    string Iad = "",
    string Track2 = "",
    string Expiry = "",
    string Cvv2 = "")
{
    public override string ToString() => $"authorisation by {Way}";
}

/// <summary>The door of the shops: proves the card genuine and approves only active ones.</summary>
internal sealed class CardNetwork(Database database, IssuerKeys keys, TimeProvider time)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>Null for anything that is not such a message.</summary>
    public static Authorisation? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<Authorisation>(json, Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>True for approved. Every answer is written down with its reason, without card data.</returns>
    public bool Authorise(Authorisation asked) => database.Transact(work =>
    {
        var cards = Cards.OfNumber(work, PanOf(asked));
        var card = Offered(asked, cards) ?? cards.LastOrDefault();
        var reason = card is null ? "unknown card" : WhyNot(work, asked, card);
        work.Execute(
            "INSERT INTO authorisation(at, way, card, answer, reason) VALUES (@At, @Way, @Card, @Answer, @Reason)",
            new
            {
                At = time.GetUtcNow().ToUnixTimeMilliseconds(),
                asked.Way,
                card?.Card,
                Answer = reason is null ? "approved" : "declined",
                Reason = reason ?? "",
            });
        return reason is null;
    });

    private static string PanOf(Authorisation asked) =>
        asked.Way == "stripe" ? asked.Track2.Split('=')[0] : asked.Pan;

    // Cards with one number differ in sequence and in expiry; each is compared, whichever it is.
    private CardRow? Offered(Authorisation asked, IReadOnlyList<CardRow> cards) =>
        cards.Where(card => Fits(asked, card)).ToList().FirstOrDefault();

    private bool Fits(Authorisation asked, CardRow card) => asked.Way switch
    {
        "chip" => asked.Sequence == card.Sequence,
        "stripe" => Same(asked.Track2, Track2Of(card)),
        "number" => Same(asked.Cvv2, keys.Cvv2(card)) && asked.Expiry == card.Expiry,
        _ => false,
    };

    private string? WhyNot(Work work, Authorisation asked, CardRow card)
    {
        var doubt = asked.Way switch
        {
            "chip" => DoubtChip(work, asked, card),
            "stripe" or "number" => Fits(asked, card) ? null : asked.Way,
            _ => "way",
        };
        return doubt ?? (card.State == CardState.Active ? null : card.State);
    }

    private string? DoubtChip(Work work, Authorisation asked, CardRow card)
    {
        var (cdol1, aip, iad, arqc) = (Hex(asked.Cdol1), Hex(asked.Aip), Hex(asked.Iad), Hex(asked.Arqc));
        if (asked.Sequence != card.Sequence || asked.Atc is < 1 or > ushort.MaxValue)
            return "chip data";
        if (IssuerApplicationData.KeyIndexOf(iad) != card.KeyIndex)
            return "chip data";
        if (keys.UdkAc(card) is not { } udk)
            return "key version";
        var genuine = CryptogramCheck.Verify(card.Algorithms, udk, aip, cdol1, (ushort)asked.Atc, iad, arqc);
        CryptographicOperations.ZeroMemory(udk);
        if (!genuine)
            return "cryptogram";
        var risen = work.Execute(
            "UPDATE card SET atc = @Atc WHERE card = @Card AND atc < @Atc", new { asked.Atc, card.Card });
        return risen == 1 ? null : "counter";
    }

    private string Track2Of(CardRow card) =>
        $"{card.Pan}={card.Expiry}{card.ServiceCode}{DebitCard.Discretionary(keys.Cvv(card))}";

    private static bool Same(string given, string expected) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private static byte[] Hex(string text) =>
        text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : [];
}
