using KioskSuite.Journal;

namespace KioskSuite.Tests.Journal;

/// <summary>A file that is not a good log is refused with a typed fault and stays as it was found.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => _folder.File("journal.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(20000)]
    public async Task Random_bytes_are_no_journal(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        await File.WriteAllBytesAsync(Path, bytes);

        await IsRefused(JournalFault.NotAJournal);
        (await File.ReadAllBytesAsync(Path)).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_database_of_something_else_is_no_journal()
    {
        using (var raw = RawDatabase.Open(Path))
        {
            raw.Run("CREATE TABLE people(name TEXT)");
        }

        await StaysAsItIs(JournalFault.NotAJournal);
    }

    [Fact]
    public async Task A_newer_format_is_refused_untouched()
    {
        await CreateAsync(entries: 3);
        using (var raw = RawDatabase.Open(Path))
        {
            raw.Run("PRAGMA user_version = 2");
        }

        await StaysAsItIs(JournalFault.NewerVersion);
    }

    [Fact]
    public async Task A_newer_format_that_stands_only_in_the_write_ahead_log_is_refused_untouched()
    {
        await CreateAsync(entries: 3);
        using var raw = RawDatabase.Open(Path);
        raw.Run("PRAGMA user_version = 2");

        await StaysAsItIs(JournalFault.NewerVersion);
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(8192)]
    [InlineData(10000)]
    [InlineData(40960)]
    public async Task A_truncated_file_is_damaged(int length)
    {
        await CreateAsync(entries: 200);
        using (var file = File.OpenWrite(Path))
        {
            file.SetLength(length);
        }

        await StaysAsItIs(JournalFault.Damaged);
    }

    [Fact]
    public async Task A_log_that_vanished_or_was_emptied_is_missing_and_not_created_anew()
    {
        await CreateAsync(entries: 1);
        await File.WriteAllBytesAsync(Path, []);
        await IsRefused(JournalFault.Missing);
        File.Delete(Path);
        await IsRefused(JournalFault.Missing);
        File.Exists(Path).ShouldBeFalse();
    }

    [Fact]
    public async Task A_first_opening_that_was_cut_off_before_its_commit_is_done_again()
    {
        using (var raw = RawDatabase.Open(Path))
        {
            raw.Run("PRAGMA page_size=4096; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL");
        }

        await CreateAsync(entries: 1);

        JournalVerifier.Verify(Path).ToString().ShouldBe("ok 2 entries");
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_unreachable()
    {
        var options = new JournalOptions(_folder.File("nowhere/journal.db"));
        var refused = await Should.ThrowAsync<JournalException>(
            () => JournalStore.OpenAsync(options, TimeProvider.System, CancellationToken.None));
        refused.Fault.ShouldBe(JournalFault.Unreachable);
        Should.Throw<JournalException>(() => JournalVerifier.Verify(options.Path)).Fault.ShouldBe(JournalFault.Missing);
    }

    [Fact]
    public async Task After_a_refusal_the_lock_is_free_again()
    {
        await File.WriteAllTextAsync(Path, "not a database");
        await IsRefused(JournalFault.NotAJournal);
        File.Delete(Path);
        await CreateAsync(entries: 1);
    }

    [Fact]
    public async Task A_path_with_odd_characters_works()
    {
        var path = _folder.File("kiosk #1 100% ok?.db");
        var options = new JournalOptions(path);
        await using (var log = await JournalStore.OpenAsync(options, TimeProvider.System, CancellationToken.None))
        {
            log.Read(1, 5).Count.ShouldBe(1);
        }

        JournalVerifier.Verify(path).ToString().ShouldBe("ok 1 entries");
    }

    [Theory]
    [InlineData("nfs4", true)]
    [InlineData("cifs", true)]
    [InlineData("ext4", false)]
    [InlineData("tmpfs", false)]
    public void Network_file_systems_are_told_apart(string format, bool remote) =>
        JournalOpening.IsRemote(format).ShouldBe(remote);

    private async Task CreateAsync(int entries)
    {
        await using var log = await JournalStore.OpenAsync(
            new JournalOptions(Path), TimeProvider.System, CancellationToken.None);
        for (var i = 0; i < entries; i++)
        {
            await log.AppendAsync([new Fact("filling", new byte[400])], CancellationToken.None);
        }
    }

    private async Task StaysAsItIs(JournalFault fault)
    {
        var before = await File.ReadAllBytesAsync(Path);
        await IsRefused(fault);
        (await File.ReadAllBytesAsync(Path)).ShouldBe(before);
    }

    private async Task IsRefused(JournalFault fault)
    {
        var refused = await Should.ThrowAsync<JournalException>(
            () => JournalStore.OpenAsync(new JournalOptions(Path), TimeProvider.System, CancellationToken.None));
        refused.Fault.ShouldBe(fault);
    }
}
