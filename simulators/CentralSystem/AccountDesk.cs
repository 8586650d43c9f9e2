using System.Security.Cryptography;
using System.Text;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>Who has which cards, and stopping one of them.</summary>
internal sealed class AccountDesk(Seed seed)
{
    private const ulong FeesVersion = 1;
    private const string NothingNew =
        "上次补卡未完成，费用已退还；本次补办不收费 0.00 元 / The last order came to nothing and its fee was returned; "
        + "ordering again costs CNY 0.00";

    /// <summary>Cards, fees and risk of the person whose document this is.</summary>
    public Accounts LookUp(Work work, Who who)
    {
        var person = work.One<string>(
            "SELECT id FROM person WHERE token = @Token", new { Token = who.DocumentToken.ToByteArray() });
        if (person is null)
            throw Refusal.NotFound("nobody with this document");
        var accounts = new Accounts { Risk = "allow", FeesVersion = FeesVersion };
        accounts.Fees.Add(seed.Fees.Select(FeeOf));
        foreach (var card in Cards.OfPerson(work, person))
        {
            accounts.Accounts_.Add(AccountOf(work, card));
        }

        return accounts;
    }

    private Account AccountOf(Work work, CardRow card)
    {
        var account = new Account
        {
            Card = card.Card,
            Masked = card.Masked,
            State = card.State,
            Product = card.Product,
            Label = work.One<string>("SELECT label FROM account WHERE no = @Account", new { card.Account }),
            KeepsNumber = Numbering.KeepsNumber(work, card),
            Resumable = card.State == CardState.Stopped && !Cards.IsReplaced(work, card.Card),
        };
        if (account.Resumable)
            account.Fees.Add(FeesOf(work, card.Card));
        return account;
    }

    /// <summary>What ordering costs now: an order that came to nothing is not paid for again.</summary>
    private IEnumerable<Fee> FeesOf(Work work, string card) => FeeLedger.GaveBack(work, card)
        ? seed.Fees.Take(1).Select(f => FeeOf(f with { Code = "resumed", Minor = 0, Text = NothingNew }))
        : seed.Fees.Select(FeeOf);

    /// <summary>From now on the card is dead everywhere; a stopped card keeps its earlier time.</summary>
    public static Stopped Stop(Work work, Stop stop, long now)
    {
        var card = Cards.ByReference(work, stop.Card) ?? throw Refusal.NotFound("no such card");
        work.Execute(
            "INSERT INTO consent VALUES (@Card, @Kiosk, @Formal, @Sha256, @now)",
            new { stop.Card, stop.Key.Kiosk, stop.Formal, Sha256 = stop.ConsentSha256.ToByteArray(), now });
        if (card.State == CardState.Stopped)
            return new Stopped { EffectiveAt = card.StoppedAt ?? card.ChangedAt, Already = true };
        Cards.Move(work, card.Card, CardState.Active, CardState.Stopped, now);
        work.Execute("UPDATE card SET stopped_at = @now WHERE card = @Card", new { now, card.Card });
        return new Stopped { EffectiveAt = now };
    }

    private static Fee FeeOf(SeedFee fee) => new()
    {
        Code = fee.Code,
        Currency = fee.Currency,
        Minor = fee.Minor,
        Text = fee.Text,
        TextSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fee.Text))),
    };
}
