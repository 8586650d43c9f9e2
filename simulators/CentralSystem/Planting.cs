using System.Security.Cryptography;
using System.Text;

namespace KioskSuite.CentralSystem;

/// <summary>Fills an empty ledger from the seed; a ledger that has people is left as it is.</summary>
internal static class Planting
{
    public static void Plant(Work work, Seed seed, long at)
    {
        if (work.One<long>("SELECT count(*) FROM person") > 0)
            return;
        var key = Convert.FromHexString(seed.Issuer.DocumentTokenKey);
        foreach (var person in seed.People)
        {
            var token = DocumentToken(key, person.Document.Kind, person.Document.Number);
            work.Execute(
                "INSERT INTO person VALUES (@Id, @token, @Name)", new { person.Id, token, person.Document.Name });
            foreach (var account in person.Accounts)
                PlantAccount(work, person.Id, account, at);
        }
    }

    /// <summary>HMAC-SHA-256 over <c>kind|number</c> in UTF-8, 32 bytes.</summary>
    public static byte[] DocumentToken(byte[] key, string kind, string number) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}|{number}"));

    private static void PlantAccount(Work work, string person, SeedAccount account, long at)
    {
        work.Execute(
            """
            INSERT INTO account(person, product, label, keeps_number)
            VALUES (@person, @Product, @Label, @KeepsNumber)
            """,
            new { person, account.Product, account.Label, account.KeepsNumber });
        work.Execute(
            """
            INSERT INTO card(card, account, pan, sequence, expiry, service_code, product, state, atc, changed_at)
            VALUES (@Card, last_insert_rowid(), @Pan, @Sequence, @Expiry, @ServiceCode, @Product, 'active', @Atc, @at)
            """,
            new
            {
                account.Card,
                account.Pan,
                account.Sequence,
                account.Expiry,
                account.ServiceCode,
                account.Product,
                Atc = account.Chip.NextAtc - 1,
                at,
            });
    }
}
