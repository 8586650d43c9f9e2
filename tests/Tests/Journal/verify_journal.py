"""Verifies journals independently of the product: `ok N entries`, or `bad SEQ why` and exit code 1."""
import hashlib, os, sqlite3, struct, sys
from urllib.parse import quote

def entry_hash(epoch_id, seq, previous, at, boot, mono, case, kind, payload):
    return hashlib.sha256(b"KSJ1\0" + epoch_id + struct.pack(">Q", seq) + previous
        + struct.pack(">qIqQH", at, boot, mono, case, len(kind)) + kind
        + struct.pack(">I", len(payload)) + payload).digest()

def walk(db):
    good, previous, current = 0, bytes(32), None
    try:
        if db.execute("PRAGMA application_id").fetchone()[0] != 0x4B534A31:
            return 0, "not a journal"
        epochs = {row[0]: row[1:] for row in db.execute("SELECT no, id, parent_no, parent_seq, parent_hash FROM epoch")}
        for seq, epoch, *fields, digest in db.execute('SELECT seq, epoch, at, boot, mono, "case", CAST(kind AS BLOB), '
                                                      "payload, hash FROM entry WHERE seq > 0 ORDER BY seq"):
            if seq != good + 1:
                return good + 1, "gap"
            if epoch not in epochs or len(epochs[epoch][0]) != 16:
                return seq, "epoch"
            if epoch != current and epochs[epoch][1:] != ((current, good, previous) if good else (None, None, None)):
                return seq, "parent"
            if entry_hash(epochs[epoch][0], seq, previous, *fields) != digest:
                return seq, "hash"
            good, previous, current = seq, digest, epoch
        if good == 0 or db.execute("SELECT count(*) FROM entry WHERE seq <= 0").fetchone()[0]:
            return good + 1, "gap"
        return (good, None) if db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok" else (good + 1, "page")
    except (sqlite3.Error, struct.error, TypeError):
        return good + 1, "unreadable"

bad = 0
for path in sys.argv[1:]:
    quiet = "" if os.path.exists(path + "-wal") else "&immutable=1"
    seq, why = walk(sqlite3.connect(f"file:{quote(os.path.abspath(path))}?mode=ro{quiet}", uri=True))
    print(f"bad {seq} {why}" if why else f"ok {seq} entries")
    bad |= why is not None
sys.exit(bad)
