using System.Text.Json;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.KioskInABox.World;

/// <summary>What of the seed file the world needs: blanks, and each person's document and old card.</summary>
internal sealed class Seed
{
    private readonly JsonElement _root;

    private Seed(JsonElement root) => _root = root;

    public int Hopper => _root.GetProperty("kiosk").GetProperty("hopper").GetInt32();

    public string Blank => _root.GetProperty("kiosk").GetProperty("blank").GetString()!;

    /// <summary>Card manager key of AES blanks.</summary>
    public byte[] CardManagerKeyAes =>
        Convert.FromHexString(_root.GetProperty("issuer").GetProperty("cardManagerKeyAes").GetString()!);

    /// <summary>Card manager key of 3DES blanks: what the card maker told the bank.</summary>
    public byte[] CardManagerKey =>
        Convert.FromHexString(_root.GetProperty("issuer").GetProperty("cardManagerKey").GetString()!);

    public static Seed Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new Seed(document.RootElement.Clone());
    }

    public IReadOnlyList<string> People =>
        [.. _root.GetProperty("people").EnumerateArray().Select(p => p.GetProperty("id").GetString()!)];

    public SeededDocument DocumentOf(string person) =>
        Person(person).GetProperty("document").Deserialize<SeededDocument>(JsonSerializerOptions.Web)! with
        {
            Face = People.ToList().IndexOf(person),
        };

    /// <summary>The first account of a person: the card that was lost.</summary>
    public JsonElement LostCardOf(string person) => Person(person).GetProperty("accounts")[0];

    /// <summary>What would stand on the back of a new card, had this demo printed backs.</summary>
    public string Cvv2(string pan, string expiry)
    {
        var issuer = _root.GetProperty("issuer");
        var key = Convert.FromHexString(
            issuer.GetProperty("cvkA").GetString()! + issuer.GetProperty("cvkB").GetString()!);
        return CardVerification.Cvv2(key, pan, expiry, DateOrder.YearMonth);
    }

    private JsonElement Person(string id) =>
        _root.GetProperty("people").EnumerateArray()
            .FirstOrDefault(p => p.GetProperty("id").GetString() == id) is { ValueKind: JsonValueKind.Object } person
            ? person
            : throw new ArgumentException($"nobody called {id} in the seed file");
}
