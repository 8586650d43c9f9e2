using System.Text.Json;

namespace KioskSuite.Dev.Demo;

/// <summary>What the launcher must know of the seed file.</summary>
internal static class SeedFile
{
    /// <summary>Central's reference of the card a person lost.</summary>
    public static string LostCardOf(string person)
    {
        using var seed = JsonDocument.Parse(File.ReadAllBytes(Checkout.Seed));
        return seed.RootElement.GetProperty("people").EnumerateArray()
            .First(p => p.GetProperty("id").GetString() == person)
            .GetProperty("accounts")[0].GetProperty("card").GetString()!;
    }
}
