namespace KioskSuite.CentralLink;

/// <summary>Who sends evidence, and the bounds of sending.</summary>
public sealed record EvidenceUploadOptions(string Kiosk)
{
    /// <summary>Bytes in one message.</summary>
    public int ChunkBytes { get; init; } = 32 * 1024;

    /// <summary>How long central may take to say what it has.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one whole file may take, with its receipt.</summary>
    public TimeSpan FileWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A file that central refused so often is left where it is until the next start.</summary>
    public int Attempts { get; init; } = 3;
}
