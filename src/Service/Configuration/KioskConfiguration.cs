using System.Text.Json;
using System.Text.Json.Serialization;
using KioskSuite.Jobs;

namespace KioskSuite.Service.Configuration;

/// <summary>The kiosk's configuration file: who it is, where its devices stand, how long things may take.</summary>
/// <remarks>
/// An unknown or missing key is a start-up error that names the key and the file. Strict JSON, no comments.
/// </remarks>
internal sealed record KioskConfiguration
{
    public required KioskIdentity Kiosk { get; init; }

    /// <summary>Address of the central system, such as <c>http://127.0.0.1:5000</c>.</summary>
    public required Uri Central { get; init; }

    /// <summary>Path of the journal database.</summary>
    public required string Journal { get; init; }

    /// <summary>Address the screens listen on; port 0 takes a free one.</summary>
    public required Uri Screen { get; init; }

    public required IdReaderConfiguration IdReader { get; init; }

    public required PrinterConfiguration Printer { get; init; }

    public required ChipConfiguration Chip { get; init; }

    /// <summary>Null where no camera stands: a teller looks at everybody.</summary>
    public CameraConfiguration? Camera { get; init; }

    /// <summary>Needed with a camera: no face is checked that cannot be shown to have been checked.</summary>
    public EvidenceConfiguration? Evidence { get; init; }

    public required Policies Policies { get; init; }
}

/// <param name="Port">Serial device.</param>
/// <param name="Baud">Line rate, bits per second.</param>
/// <param name="PortraitDecoder"><c>none</c>, or <c>KSP1</c> for the sample tag.</param>
internal sealed record IdReaderConfiguration(string Port, int Baud, string PortraitDecoder);

internal sealed record PrinterConfiguration(string Host, int Port);

/// <param name="Reader">Part of the PC/SC reader's name; empty when the station is reached directly.</param>
/// <param name="Direct"><c>host:port</c> of a card reached without PC/SC, or empty.</param>
/// <param name="Serial">The PC/SC reader's serial number, or empty to go by the name alone.</param>
/// <param name="Ignored">Parts of names of readers that are none; null leaves the usual ones out.</param>
internal sealed record ChipConfiguration(
    string Reader, string Direct, string Serial = "", IReadOnlyList<string>? Ignored = null);

/// <param name="Source"><c>http://host:port/path</c> of a multipart stream, or path of a recorded one.</param>
/// <param name="FramesPerSecond">Of a recording; a live camera has its own rate, and this is 0.</param>
internal sealed record CameraConfiguration(string Source, double FramesPerSecond = 0);

/// <param name="Folder">Where sealed files wait for central; made when it is not there.</param>
/// <param name="Key">Central's public key for evidence: SubjectPublicKeyInfo of a P-256 key, base64.</param>
internal sealed record EvidenceConfiguration(string Folder, string Key);

/// <summary>Reads the file; every refusal is a <see cref="ConfigurationException"/> with one line of text.</summary>
internal static class ConfigurationFile
{
    private const long LargestFile = 1 << 20;

    private static readonly JsonSerializerOptions s_strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static KioskConfiguration Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw new ConfigurationException($"{path}: larger than {LargestFile} bytes");
            }

            return JsonSerializer.Deserialize<KioskConfiguration>(File.ReadAllBytes(path), s_strict)
                ?? throw new ConfigurationException($"{path}: holds null");
        }
        catch (JsonException e)
        {
            throw new ConfigurationException($"{path}: {e.Message}");
        }
        catch (IOException e)
        {
            throw new ConfigurationException($"{path}: {e.Message}");
        }
    }
}

/// <summary>The configuration cannot be used; the message names file and key and holds no secret.</summary>
internal sealed class ConfigurationException(string message) : Exception(message);
