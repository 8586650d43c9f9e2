using KioskSuite.Journal;

namespace KioskSuite.Tests.Journal;

public sealed class JournalStoreTests : JournalContract
{
    private readonly TempFolder _folder = new();

    private string Path => _folder.File("journal.db");

    protected override async ValueTask<IJournal> OpenAsync() =>
        await JournalStore.OpenAsync(new JournalOptions(Path), Time, CancellationToken.None);

    public override async ValueTask DisposeAsync()
    {
        await ((JournalStore)Log).DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_second_writer_is_refused_and_a_reader_is_not()
    {
        var refused = await Should.ThrowAsync<JournalException>(async () => await OpenAsync());
        refused.Fault.ShouldBe(JournalFault.Locked);

        await AppendAsync("seen.by.reader");
        using var reader = JournalReader.Open(Path);
        reader.ReadLast(1)[0].Kind.ShouldBe("seen.by.reader");
        JournalVerifier.Verify(Path).ToString().ShouldBe("ok 2 entries");
    }

    [Fact]
    public async Task Opening_again_goes_on_with_the_next_boot_and_a_new_monotonic_origin()
    {
        Time.Advance(1000);
        var before = await AppendAsync("a");
        await ((JournalStore)Log).DisposeAsync();
        Time.Advance(1000);

        await InitializeAsync();
        var after = await AppendAsync("b");

        (after.Seq, after.Boot, after.Mono).ShouldBe((3ul, 2u, 0L));
        before.Mono.ShouldBe(1_000_000_000);
        JournalVerifier.Verify(Path).ToString().ShouldBe("ok 3 entries");
    }

    [Fact]
    public async Task A_closed_log_is_one_file_that_sqlite_and_python_read()
    {
        await AppendAsync("a");
        await ((JournalStore)Log).DisposeAsync();

        Directory.GetFiles(_folder.Root).Select(System.IO.Path.GetFileName).Order()
            .ShouldBe(["journal.db", "journal.db.lock"]);
        var found = await PythonVerifier.RunAsync([Path]);
        (found.Lines[0], found.ExitCode).ShouldBe(("ok 2 entries", 0));
        JournalVerifier.Verify(Path).ToString().ShouldBe("ok 2 entries");
        File.Exists(Path + "-wal").ShouldBeFalse();
    }

    [Fact]
    public async Task After_closing_everything_is_refused_as_closed()
    {
        var waiting = Log.WaitBeyondAsync(1, CancellationToken.None);
        await ((JournalStore)Log).DisposeAsync();

        (await Should.ThrowAsync<JournalException>(() => waiting)).Fault.ShouldBe(JournalFault.Closed);
        (await Should.ThrowAsync<JournalException>(() => AppendAsync("a"))).Fault.ShouldBe(JournalFault.Closed);
        (await ((JournalStore)Log).Ended).ShouldBeNull();
    }

    [Fact]
    public async Task A_failed_commit_stops_the_log_and_fails_every_caller()
    {
        using (var raw = RawDatabase.Open(Path))
        {
            raw.Run("DROP TABLE entry");
        }

        var waiting = Log.WaitBeyondAsync(1, CancellationToken.None);
        var appends = Enumerable.Range(0, 100).Select(i => AppendAsync($"k{i}")).ToList();
        foreach (var append in appends)
        {
            (await Should.ThrowAsync<JournalException>(() => append)).Fault.ShouldBe(JournalFault.WriteFailed);
        }

        (await Should.ThrowAsync<JournalException>(() => waiting)).Fault.ShouldBe(JournalFault.WriteFailed);
        (await ((JournalStore)Log).Ended)!.Fault.ShouldBe(JournalFault.WriteFailed);
        Log.Head.Seq.ShouldBe(1ul);
    }

    [Fact]
    public async Task The_write_ahead_log_is_folded_in_when_it_grew()
    {
        var bulk = Enumerable.Repeat(new Fact("bulk", new byte[16000]), 60).ToArray();
        for (var i = 0; i < 12; i++)
        {
            await Log.AppendAsync(bulk, CancellationToken.None);
        }

        // The writer folds after it answered; one more answer means that it is done.
        await AppendAsync("last");
        new FileInfo(Path + "-wal").Length.ShouldBeLessThan(6 * 1024 * 1024);
        new FileInfo(Path).Length.ShouldBeGreaterThan(4 * 1024 * 1024);
    }

    [Fact]
    public async Task The_settings_stand_in_the_file()
    {
        await ((JournalStore)Log).DisposeAsync();
        using var raw = RawDatabase.Open(Path);

        raw.Ask("PRAGMA application_id").ShouldBe((long)0x4B534A31);
        raw.Ask("PRAGMA user_version").ShouldBe(1L);
        raw.Ask("PRAGMA page_size").ShouldBe(4096L);
        raw.Ask("PRAGMA auto_vacuum").ShouldBe(2L);
        raw.Ask("PRAGMA journal_mode").ShouldBe("wal");
        raw.Ask("SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name)")
            .ShouldBe("case_key checkpoint document entry epoch");
        raw.Ask("SELECT count(*) FROM pragma_table_list WHERE strict=1").ShouldBe(5L);
        raw.Ask("SELECT reason FROM epoch").ShouldBe("enrolled");
    }

    [Fact]
    public async Task An_entry_cannot_be_changed_and_stays_until_a_later_one_is_countersigned()
    {
        await AppendAsync("a");
        await AppendAsync("b");
        await ((JournalStore)Log).DisposeAsync();
        using var raw = RawDatabase.Open(Path);

        Should.Throw<Microsoft.Data.Sqlite.SqliteException>(() => raw.Run("UPDATE entry SET at = at WHERE seq = 2"));
        Should.Throw<Microsoft.Data.Sqlite.SqliteException>(() => raw.Run("DELETE FROM entry WHERE seq = 1"));
        raw.Run("INSERT INTO checkpoint VALUES (2, zeroblob(32), x'00', NULL)");
        Should.Throw<Microsoft.Data.Sqlite.SqliteException>(() => raw.Run("DELETE FROM entry WHERE seq = 1"));
        raw.Run("UPDATE checkpoint SET cosignature = x'00'");
        Should.Throw<Microsoft.Data.Sqlite.SqliteException>(() => raw.Run("DELETE FROM entry WHERE seq = 2"));
        raw.Run("DELETE FROM entry WHERE seq = 1");
    }
}
