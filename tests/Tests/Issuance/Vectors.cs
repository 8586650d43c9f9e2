using System.Text.Json;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Tests.Issuance;

/// <summary>The published vectors that stand beside these tests, each with its source.</summary>
internal static class Vectors
{
    public static IReadOnlyDictionary<string, JsonElement> All { get; } = Load();

    public static string Text(this JsonElement vector, string name) => vector.GetProperty(name).GetString()!;

    public static byte[] Hex(this JsonElement vector, string name) => Convert.FromHexString(vector.Text(name));

    public static void ShouldBeHex(this byte[] bytes, string hex) => Convert.ToHexString(bytes).ShouldBe(hex);

    private static Dictionary<string, JsonElement> Load()
    {
        var json = File.ReadAllText(Repository.PathTo("tests", "Tests", "Issuance", "chip-vectors.json"));
        return JsonDocument.Parse(json).RootElement.GetProperty("vectors").EnumerateArray()
            .ToDictionary(v => v.Text("id"), v => v.Clone());
    }
}
