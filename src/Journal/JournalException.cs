namespace KioskSuite.Journal;

/// <summary>Why the log cannot be opened, read or written.</summary>
public enum JournalFault
{
    /// <summary>Never thrown.</summary>
    None = 0,

    /// <summary>Another process (service or offline writer) holds the lock beside the database.</summary>
    Locked = 1,

    /// <summary>Written by a newer program; nothing was touched.</summary>
    NewerVersion = 2,

    /// <summary>A file of something else, or no database at all; nothing was touched.</summary>
    NotAJournal = 3,

    /// <summary>A sequence, hash, epoch or page is wrong; nothing was touched.</summary>
    Damaged = 4,

    /// <summary>SQLite did not take a setting on which durability or safety depends.</summary>
    PragmaRefused = 5,

    /// <summary>The database is gone or empty although one stood here.</summary>
    Missing = 6,

    /// <summary>The file or its folder cannot be opened, read or locked.</summary>
    Unreachable = 7,

    /// <summary>On a network file system, where locks and fsync cannot be trusted.</summary>
    RemoteFileSystem = 8,

    /// <summary>A commit failed, so what is on disk is unknown; nothing is taken until it is opened anew.</summary>
    WriteFailed = 9,

    /// <summary>The log was closed.</summary>
    Closed = 10,
}

/// <summary>A <see cref="JournalFault"/>, and the first bad sequence where there is one.</summary>
public sealed class JournalException(JournalFault fault, string what, ulong? seq = null, Exception? cause = null)
    : Exception(seq is null ? $"journal: {what}" : $"journal: entry {seq}: {what}", cause)
{
    public JournalFault Fault { get; } = fault;

    public ulong? Seq { get; } = seq;
}
