namespace KioskSuite.Journal;

/// <summary>The format on disk, for ten years: five tables, one index, two triggers.</summary>
internal static class Schema
{
    /// <summary>"KSJ1" in the database header.</summary>
    public const int ApplicationId = 0x4B534A31;

    public const int Version = 1;

    public const string Enrolled = "enrolled";

    public const string Tables = """
        CREATE TABLE epoch(
          no INTEGER PRIMARY KEY CHECK (no > 0),
          id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
          parent_no INTEGER REFERENCES epoch(no),
          parent_seq INTEGER,
          parent_hash BLOB CHECK (length(parent_hash) = 32),
          reason TEXT NOT NULL CHECK (reason IN ('enrolled', 'restored', 'forked', 'lost'))
        ) STRICT;
        CREATE TABLE entry(
          seq INTEGER PRIMARY KEY CHECK (seq > 0),
          epoch INTEGER NOT NULL,
          at INTEGER NOT NULL,
          boot INTEGER NOT NULL,
          mono INTEGER NOT NULL,
          "case" INTEGER NOT NULL,
          kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
          payload BLOB NOT NULL CHECK (length(payload) <= 16384),
          hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        CREATE INDEX entry_case ON entry("case", seq) WHERE "case" <> 0;
        CREATE TABLE checkpoint(
          seq INTEGER PRIMARY KEY,
          hash BLOB NOT NULL,
          signature BLOB NOT NULL,
          cosignature BLOB
        ) STRICT;
        CREATE TABLE case_key(
          "case" INTEGER NOT NULL,
          class INTEGER NOT NULL,
          key_id BLOB NOT NULL,
          suite INTEGER NOT NULL,
          for_device BLOB,
          for_central BLOB,
          PRIMARY KEY ("case", class)
        ) STRICT;
        CREATE TABLE document(
          kind TEXT NOT NULL,
          version INTEGER NOT NULL,
          sha256 BLOB NOT NULL,
          body BLOB NOT NULL,
          signature BLOB NOT NULL,
          PRIMARY KEY (kind, version)
        ) STRICT;
        CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry
        BEGIN
          SELECT raise(ABORT, 'an entry never changes');
        END;
        CREATE TRIGGER entry_stays BEFORE DELETE ON entry
        WHEN old.seq >= coalesce((SELECT min(seq) FROM checkpoint WHERE cosignature IS NOT NULL), 0)
        BEGIN
          SELECT raise(ABORT, 'an entry stays until a later one is countersigned');
        END;
        """;
}
