namespace KioskSuite.FaceMatcher.Http;

/// <summary>Where the bank's face platform is, how it knows the kiosk, and how long it may take.</summary>
/// <param name="Address">https, or http to the loopback only.</param>
/// <param name="Name">As screens and records call the platform.</param>
public sealed record PlatformOptions(Uri Address, string Name)
{
    /// <summary>File that holds a bearer token; read for each comparison. Null for none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>File with the client's certificate and its key, PEM. Null for none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>File with the certificates that may sign the platform's, PEM. Null for the system's.</summary>
    public string? TrustFile { get; init; }

    /// <summary>Time for one attempt, connection included.</summary>
    public TimeSpan AttemptWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Time for a comparison with all attempts: a customer stands before the screen.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(8);

    public int Attempts { get; init; } = 3;

    /// <summary>Pause after the first attempt that failed; each further one doubles, half of it by chance.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);
}
