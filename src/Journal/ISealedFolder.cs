namespace KioskSuite.Journal;

/// <summary>Sealed files that wait for central. Whole files only; safe beside a writer.</summary>
public interface ISealedFolder
{
    /// <summary>Completes when a file is written after this was asked.</summary>
    Task NextWritten { get; }

    /// <summary>What waits, oldest case first; bounded by the folder's limit.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    IReadOnlyList<SealedFile> Pending();

    /// <summary>What a waiting file is about; null when it is damaged.</summary>
    EvidenceLabel? LabelOf(SealedFile file);

    /// <exception cref="IOException">It is gone, or cannot be read.</exception>
    byte[] Read(SealedFile file);

    /// <summary>Central has it: removes it and makes that durable. Absent already is well.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    void Delete(SealedFile file);
}
