using System.Text.Json;

namespace KioskSuite.CentralSystem;

/// <summary>Reads a seed file strictly: an unknown, repeated or missing key is an error that names key and file.</summary>
internal static class SeedFile
{
    private const int LargestBytes = 4 * 1024 * 1024;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <exception cref="StartUpException">The file is absent, too large, no JSON, or holds another key than ours.</exception>
    public static async Task<Seed> ReadAsync(string path, CancellationToken stop)
    {
        try
        {
            await using var file = File.OpenRead(path);
            if (file.Length > LargestBytes)
                throw new StartUpException($"{path}: larger than {LargestBytes} bytes");
            return await JsonSerializer.DeserializeAsync<Seed>(file, Strict, stop)
                ?? throw new StartUpException($"{path}: holds null");
        }
        catch (JsonException wrong)
        {
            throw new StartUpException($"{path}: {wrong.Message} (at {wrong.Path})");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new StartUpException($"{path}: {unreadable.Message}");
        }
    }
}
