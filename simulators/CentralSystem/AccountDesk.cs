using System.Security.Cryptography;
using System.Text;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>Who has which cards, and stopping one of them.</summary>
internal sealed class AccountDesk(Seed seed)
{
    private const ulong FeesVersion = 1;

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
            accounts.Accounts_.Add(new Account
            {
                Card = card.Card,
                Masked = card.Masked,
                State = card.State,
                Product = card.Product,
                Label = work.One<string>("SELECT label FROM account WHERE no = @Account", new { card.Account }),
            });
        }

        return accounts;
    }

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
