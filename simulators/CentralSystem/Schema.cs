namespace KioskSuite.CentralSystem;

/// <summary>The tables of central.db, described in this folder's README.</summary>
internal static class Schema
{
    public const int ApplicationId = 0x4B53_4331;
    public const int Version = 5;

    public const string Tables = """
        CREATE TABLE person(
          id TEXT PRIMARY KEY, token BLOB NOT NULL UNIQUE, name TEXT NOT NULL) STRICT;
        CREATE TABLE account(
          no INTEGER PRIMARY KEY, person TEXT NOT NULL REFERENCES person(id), product TEXT NOT NULL,
          label TEXT NOT NULL, keeps_number INTEGER NOT NULL) STRICT;
        CREATE TABLE card(
          card TEXT PRIMARY KEY, account INTEGER NOT NULL REFERENCES account(no), pan TEXT NOT NULL,
          sequence TEXT NOT NULL, expiry TEXT NOT NULL, service_code TEXT NOT NULL, product TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('ordered', 'bound', 'proved', 'active', 'stopped', 'void')),
          replaces TEXT REFERENCES card(card), ticket TEXT UNIQUE, chip TEXT, channel TEXT, suite TEXT,
          key_index INTEGER NOT NULL DEFAULT 1, key_option TEXT NOT NULL DEFAULT 'A' CHECK (key_option IN ('A', 'B')),
          atc INTEGER NOT NULL DEFAULT 0, start_atc INTEGER, batch TEXT, is_test INTEGER NOT NULL DEFAULT 0,
          changed_at INTEGER NOT NULL, stopped_at INTEGER,
          UNIQUE(pan, sequence), UNIQUE(pan, expiry)) STRICT;
        CREATE UNIQUE INDEX one_replacement ON card(replaces) WHERE state <> 'void';
        CREATE UNIQUE INDEX one_card_per_chip ON card(chip) WHERE state <> 'void';
        CREATE TABLE ticket(
          ticket TEXT PRIMARY KEY, card TEXT NOT NULL UNIQUE REFERENCES card(card), kiosk TEXT NOT NULL,
          epoch BLOB NOT NULL, case_no INTEGER NOT NULL, issued_at INTEGER NOT NULL, host_challenge BLOB NOT NULL,
          consent_sha256 BLOB NOT NULL, body BLOB NOT NULL, signature BLOB NOT NULL, opened BLOB,
          certified BLOB, round_trips INTEGER NOT NULL DEFAULT 0, verdict TEXT, void_reason TEXT, void_place TEXT,
          seen_by_person INTEGER) STRICT;
        CREATE TABLE operation(
          epoch BLOB NOT NULL, seq INTEGER NOT NULL, kiosk TEXT NOT NULL, method TEXT NOT NULL,
          request_sha256 BLOB NOT NULL, reply BLOB, at INTEGER NOT NULL, PRIMARY KEY(epoch, seq)) STRICT;
        CREATE TABLE consent(
          card TEXT NOT NULL REFERENCES card(card), kiosk TEXT NOT NULL, formal INTEGER NOT NULL,
          sha256 BLOB NOT NULL, at INTEGER NOT NULL) STRICT;
        CREATE TABLE fee(
          ticket TEXT NOT NULL REFERENCES ticket(ticket), code TEXT NOT NULL, currency TEXT NOT NULL,
          minor INTEGER NOT NULL, event TEXT NOT NULL CHECK (event IN ('reserved', 'charged', 'returned')),
          at INTEGER NOT NULL, PRIMARY KEY(ticket, code, event)) STRICT;
        CREATE UNIQUE INDEX fee_settled_once ON fee(ticket, code) WHERE event <> 'reserved';
        CREATE TABLE epoch(
          kiosk TEXT NOT NULL, epoch BLOB NOT NULL, parent BLOB, fence INTEGER NOT NULL, acked INTEGER NOT NULL,
          acked_hash BLOB NOT NULL, fenced TEXT, PRIMARY KEY(kiosk, epoch)) STRICT;
        CREATE TABLE entry(
          kiosk TEXT NOT NULL, epoch BLOB NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, boot INTEGER NOT NULL,
          mono INTEGER NOT NULL, case_no INTEGER NOT NULL, kind TEXT NOT NULL, payload BLOB NOT NULL,
          hash BLOB NOT NULL, PRIMARY KEY(kiosk, epoch, seq)) STRICT;
        CREATE TABLE case_key(
          kiosk TEXT NOT NULL, epoch BLOB NOT NULL, case_no INTEGER NOT NULL, class INTEGER NOT NULL,
          key_id BLOB NOT NULL, for_central BLOB, PRIMARY KEY(kiosk, epoch, case_no, class)) STRICT;
        CREATE TABLE authorisation(
          no INTEGER PRIMARY KEY, at INTEGER NOT NULL, way TEXT NOT NULL, card TEXT, answer TEXT NOT NULL,
          reason TEXT NOT NULL) STRICT;
        CREATE TABLE evidence(
          kiosk TEXT NOT NULL, name TEXT NOT NULL, case_no INTEGER NOT NULL, sha256 BLOB NOT NULL,
          length INTEGER NOT NULL, sealed BLOB NOT NULL, whole_at INTEGER, PRIMARY KEY(kiosk, name)) STRICT;
        CREATE TABLE start(no INTEGER PRIMARY KEY, at INTEGER NOT NULL, fault TEXT NOT NULL) STRICT;
        """;
}
