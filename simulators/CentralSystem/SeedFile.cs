using System.Text.Json;

namespace KioskSuite.CentralSystem;

/// <summary>Reads a seed file strictly: an unknown, repeated or missing key is an error naming key and file.</summary>
internal static class SeedFile
{
    private const int LargestBytes = 4 * 1024 * 1024;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <exception cref="StartUpException">The file is absent, too large, no JSON, or has a wrong key.</exception>
    public static Seed Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Parse(file, path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new StartUpException($"{path}: {unreadable.Message}");
        }
    }

    /// <param name="file">The content.</param>
    /// <param name="path">What an error calls it.</param>
    public static Seed Parse(Stream file, string path)
    {
        if (file.Length > LargestBytes)
            throw new StartUpException($"{path}: larger than {LargestBytes} bytes");
        try
        {
            return JsonSerializer.Deserialize<Seed>(file, Strict)
                ?? throw new StartUpException($"{path}: holds null");
        }
        catch (JsonException wrong)
        {
            throw new StartUpException($"{path}: {wrong.Message}");
        }
    }
}
