namespace KioskSuite.Journal;

/// <summary>Evidence that only central can read: sealed at capture, durable before it is journaled.</summary>
public interface IEvidenceFiles
{
    /// <summary>
    /// Seals the content to central's public key and makes the file durable (temporary file, fsync, rename, fsync of
    /// the folder). <paramref name="content"/> is zeroed.
    /// </summary>
    /// <param name="case">The case it belongs to.</param>
    /// <param name="kind">What it is, such as <c>face</c>: lower-case letters and hyphens.</param>
    /// <param name="content">At most 256 KiB.</param>
    /// <param name="stop">Ends the wait; then there is a whole file or none.</param>
    /// <returns>The file; null when the folder is full or cannot be written: the caller goes the other way.</returns>
    ValueTask<SealedFile?> WriteAsync(ulong @case, string kind, byte[] content, CancellationToken stop);
}

/// <summary>A sealed file as journaled: its name, SHA-256 of its bytes, and their number.</summary>
public sealed record SealedFile(string Name, byte[] Sha256, long Length);
