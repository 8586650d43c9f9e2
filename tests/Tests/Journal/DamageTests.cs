using System.Buffers.Binary;
using KioskSuite.Journal;

namespace KioskSuite.Tests.Journal;

/// <summary>Whatever bit is flipped in an entry, both verifiers say so and name the sequence.</summary>
public sealed class DamageTests : IAsyncLifetime
{
    private static readonly string[] Integers = ["seq", "epoch", "at", "boot", "mono", "\"case\""];
    private static readonly string[] Texts = ["kind", "payload", "hash"];
    private readonly TempFolder _folder = new();

    private string Path => _folder.File("journal.db");

    public async ValueTask InitializeAsync()
    {
        await using var log = await JournalStore.OpenAsync(
            new JournalOptions(Path), TimeProvider.System, CancellationToken.None);
        await log.AppendAsync([new Fact("case.opened", "loss"u8.ToArray(), OpensCase: true)], CancellationToken.None);
        await log.AppendAsync([new Fact("act.intended", new byte[] { 8, 1, 18, 2 }, 2)], CancellationToken.None);
        await log.AppendAsync([new Fact("act.done", new byte[] { 8, 3 }, 2)], CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Every_bit_of_every_column_is_seen_and_the_sequence_named()
    {
        using var raw = Unprotected(Path);
        var flips = 0;
        foreach (var flip in Flips(raw).ToList())
        {
            raw.Run("BEGIN");
            flip.Apply(raw);
            var found = JournalVerifier.Verify(raw.Connection);
            raw.Run("ROLLBACK");
            found.Ok.ShouldBeFalse(flip.ToString());
            found.BadSeq.ShouldBe(flip.Seq, flip.ToString());
            flips++;
        }

        flips.ShouldBeGreaterThan(2900);
        JournalVerifier.Verify(raw.Connection).ToString().ShouldBe("ok 4 entries");
    }

    [Fact]
    public async Task Python_names_the_same_sequences()
    {
        List<Flip> flips;
        using (var raw = Unprotected(Path))
        {
            // One bit of each byte, a different one each time.
            flips = [.. Flips(raw).Where(flip => flip.Bit % 8 == flip.Bit / 8 % 8)];
        }

        var copies = flips.Select((flip, i) => Damaged(flip, _folder.File($"{i}.db"))).ToList();
        var found = await PythonVerifier.RunAsync([.. copies, Path]);

        found.ExitCode.ShouldBe(1);
        found.Lines[^1].ShouldBe("ok 4 entries");
        flips.Count.ShouldBeGreaterThan(300);
        for (var i = 0; i < flips.Count; i++)
        {
            found.Lines[i].ShouldStartWith($"bad {flips[i].Seq} ", customMessage: flips[i].ToString());
        }
    }

    [Fact]
    public async Task Opening_a_damaged_log_is_refused_with_the_sequence_and_leaves_it_as_it_is()
    {
        using (var raw = Unprotected(Path))
        {
            raw.Run("UPDATE entry SET payload = x'0803' WHERE seq = 3");
        }

        var before = await File.ReadAllBytesAsync(Path);
        var refused = await Should.ThrowAsync<JournalException>(
            () => JournalStore.OpenAsync(new JournalOptions(Path), TimeProvider.System, CancellationToken.None));

        (refused.Fault, refused.Seq).ShouldBe((JournalFault.Damaged, 3ul));
        (await File.ReadAllBytesAsync(Path)).ShouldBe(before);
    }

    [Theory]
    [InlineData("DELETE FROM entry WHERE seq = 3", "bad 3 gap")]
    [InlineData("DELETE FROM entry WHERE seq = 1", "bad 1 gap")]
    [InlineData("DELETE FROM entry", "bad 1 gap")]
    [InlineData("DELETE FROM epoch", "bad 1 epoch")]
    [InlineData("UPDATE epoch SET id = zeroblob(16)", "bad 1 hash")]
    [InlineData("UPDATE epoch SET parent_no = 1", "bad 1 parent")]
    [InlineData("UPDATE entry SET payload = (SELECT payload FROM entry WHERE seq = 4) WHERE seq = 3", "bad 3 hash")]
    [InlineData("INSERT INTO epoch VALUES (2, x'000102030405060708090a0b0c0d0e0f', 1, 9, zeroblob(32), 'forked'); "
        + "UPDATE entry SET epoch = 2 WHERE seq = 4", "bad 4 parent")]
    public async Task Both_verifiers_say_the_same_of(string sql, string expected)
    {
        using (var raw = Unprotected(Path))
        {
            raw.Run(sql);
        }

        JournalVerifier.Verify(Path).ToString().ShouldBe(expected);
        (await PythonVerifier.RunAsync([Path])).Lines.ShouldBe([expected]);
    }

    [Fact]
    public void A_flipped_byte_anywhere_in_the_file_never_crashes_the_verifier_or_changes_what_is_read()
    {
        var good = File.ReadAllBytes(Path);
        using var reader = JournalReader.Open(Path);
        var entries = Fingerprints(reader);
        var random = new Random(7);
        for (var i = 0; i < 600; i++)
        {
            var at = random.Next(good.Length);
            var bytes = (byte[])good.Clone();
            bytes[at] ^= (byte)(1 << random.Next(8));
            var copy = _folder.File("copy.db");
            File.WriteAllBytes(copy, bytes);
            try
            {
                if (!JournalVerifier.Verify(copy).Ok)
                    continue;
                using var other = JournalReader.Open(copy);
                Fingerprints(other).ShouldBe(entries, $"byte {at}");
            }
            catch (JournalException e)
            {
                e.Fault.ShouldNotBe(JournalFault.None);
            }
        }
    }

    private static List<string> Fingerprints(JournalReader reader) =>
        [.. reader.Read(1, 10).Select(e => $"{e} {e.At} {e.Boot} {e.Mono} {Convert.ToHexString(e.Hash)}")];

    private static RawDatabase Unprotected(string path)
    {
        var raw = RawDatabase.Open(path);
        raw.Run("DROP TRIGGER IF EXISTS entry_never_changes");
        raw.Run("DROP TRIGGER IF EXISTS entry_stays");
        raw.Run("PRAGMA ignore_check_constraints=ON; PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF");
        return raw;
    }

    private string Damaged(Flip flip, string copy)
    {
        File.Copy(Path, copy);
        using var raw = Unprotected(copy);
        flip.Apply(raw);
        return copy;
    }

    private static IEnumerable<Flip> Flips(RawDatabase raw)
    {
        for (var seq = 1ul; seq <= 4; seq++)
        {
            foreach (var column in Integers)
            {
                for (var bit = 0; bit < 64; bit++)
                {
                    var flip = new Flip(seq, column, bit, IsText: false);
                    var other = (long)seq ^ (1L << bit);
                    if (column != "seq" || raw.Ask("SELECT seq FROM entry WHERE seq = $1", other) is null)
                        yield return flip;
                }
            }

            foreach (var column in Texts)
            {
                var sql = $"SELECT length(CAST({column} AS BLOB)) FROM entry WHERE seq = $1";
                var length = (long)raw.Ask(sql, (long)seq)!;
                for (var bit = 0; bit < length * 8; bit++)
                {
                    yield return new Flip(seq, column, bit, IsText: true);
                }
            }
        }
    }

    private sealed record Flip(ulong Seq, string Column, int Bit, bool IsText)
    {
        public void Apply(RawDatabase raw)
        {
            var column = IsText ? $"CAST({Column} AS BLOB)" : Column;
            var old = raw.Ask($"SELECT {column} FROM entry WHERE seq = $1", (long)Seq);
            var bytes = old as byte[] ?? new byte[8];
            if (!IsText)
                BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)old!);
            bytes[Bit / 8] ^= (byte)(1 << (Bit % 8));
            object flipped = IsText ? bytes : BinaryPrimitives.ReadInt64LittleEndian(bytes);
            var value = Column == "kind" ? "CAST($2 AS TEXT)" : "$2";
            raw.Run($"UPDATE entry SET {Column} = {value} WHERE seq = $1", (long)Seq, flipped);
        }
    }
}
