using System.Text.Json;
using System.Text.Json.Nodes;

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

    /// <summary>Central's private key of evidence, PKCS#8.</summary>
    public static byte[] EvidenceKey()
    {
        using var seed = JsonDocument.Parse(File.ReadAllBytes(Checkout.Seed));
        return seed.RootElement.GetProperty("issuer").GetProperty("evidenceKey").GetBytesFromBase64();
    }

    /// <summary>Ids of all people, in the file's order.</summary>
    public static IReadOnlyList<string> People() =>
        [.. JsonNode.Parse(File.ReadAllText(Checkout.Seed))!["people"]!.AsArray().Select(p => (string)p!["id"]!)];

    /// <summary>Writes a copy with another number of blanks in the hopper; returns its path.</summary>
    public static string WithHopper(string folder, int blanks) =>
        With(folder, seed => seed["kiosk"]!["hopper"] = blanks);

    /// <summary>Writes a copy with blanks of another stock in the hopper; returns its path.</summary>
    public static string WithBlank(string folder, string code) =>
        With(folder, seed => seed["kiosk"]!["blank"] = code);

    private static string With(string folder, Action<JsonNode> change)
    {
        var seed = JsonNode.Parse(File.ReadAllText(Checkout.Seed))!;
        change(seed);
        var path = Path.Combine(folder, "seed.json");
        File.WriteAllText(path, seed.ToJsonString());
        return path;
    }
}
