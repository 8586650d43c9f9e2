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

    /// <summary>The reader that reaches the chip over the air; null where none stands.</summary>
    public ChipConfiguration? Antenna { get; init; }

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
/// <param name="Detector">A YuNet model that finds faces; null for the cascade.</param>
/// <param name="Matcher">A model that compares faces; needs a detector. Null for the built-in comparer.</param>
/// <param name="Platform">The bank's platform, which compares faces in place of any model.</param>
internal sealed record CameraConfiguration(
    string Source,
    double FramesPerSecond = 0,
    DetectorConfiguration? Detector = null,
    MatcherConfiguration? Matcher = null,
    PlatformConfiguration? Platform = null);

/// <param name="Model">Path of the ONNX file.</param>
/// <param name="Sha256">Of the file, 64 hex digits.</param>
internal sealed record DetectorConfiguration(string Model, string Sha256);

/// <param name="Model">Path of the ONNX file.</param>
/// <param name="Sha256">Of the file, 64 hex digits.</param>
/// <param name="Threshold">Cosine, -1 to 1, from which two faces are the same: the bank's, from its own pairs.</param>
/// <param name="Mean">What the model wants taken from each value (0 to 255).</param>
/// <param name="Scale">What the model wants it multiplied by then; not 0.</param>
/// <param name="Channels"><c>rgb</c> or <c>bgr</c>.</param>
internal sealed record MatcherConfiguration(
    string Model, string Sha256, double Threshold, double Mean, double Scale, string Channels);

/// <param name="Address">Where faces are sent: https, or http to the loopback only.</param>
/// <param name="Name">As screens and records call it.</param>
/// <param name="TokenFile">Path of a file that holds a bearer token; read for each comparison. Null for none.</param>
/// <param name="CertificateFile">Path of the client's certificate and key, PEM. Null for none.</param>
/// <param name="TrustFile">Path of the certificates that may sign the platform's, PEM. Null for the system's.</param>
internal sealed record PlatformConfiguration(
    Uri Address,
    string Name,
    string? TokenFile = null,
    string? CertificateFile = null,
    string? TrustFile = null);

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
