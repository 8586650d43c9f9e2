using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KioskSuite.Issuance.Products;

/// <summary>A profile that may be used, or what is wrong with the file.</summary>
/// <param name="Profile">Null when there are complaints.</param>
/// <param name="Complaints">In words for the person who wrote the file; never a value of a card.</param>
public sealed record ProfileReading(ProductProfile? Profile, IReadOnlyList<string> Complaints);

/// <summary>
/// Reads a product profile strictly: unknown, repeated and missing keys are complaints, then the rules.
/// </summary>
public static class ProfileFile
{
    /// <summary>Largest file.</summary>
    public const int LargestBytes = 256 * 1024;

    private const int Deepest = 16;

    private static readonly JsonSerializerOptions s_strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        MaxDepth = Deepest,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static ProfileReading Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > LargestBytes)
        {
            return new(null, [$"larger than {LargestBytes} bytes"]);
        }

        try
        {
            var profile = JsonSerializer.Deserialize<ProductProfile>(file, s_strict);
            if (profile is null)
            {
                return new(null, ["holds null"]);
            }

            var complaints = ProfileShape.Check(profile);
            complaints = complaints.Count > 0 ? complaints : ProfileRules.Check(profile);
            return complaints.Count > 0
                ? new(null, complaints)
                : new(profile with { Sha256 = Convert.ToHexString(SHA256.HashData(file)) }, []);
        }
        catch (JsonException wrong)
        {
            return new(null, [wrong.Message]);
        }
    }
}
