using System.Runtime.Versioning;
using System.Security.Cryptography;
using KioskSuite.CentralSystem;
using KioskSuite.Journal;
using KioskSuite.Tests.Journal;

namespace KioskSuite.Tests.Sealing;

[UnsupportedOSPlatform("windows")]
public sealed class EvidenceFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Folder => _folder.File("evidence");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_ours_alone_and_central_opens_it()
    {
        using var files = Open();
        var content = "picture values"u8.ToArray();
        var file = (await files.WriteAsync(7, "face", content, default))!;

        content.ShouldAllBe(b => b == 0);
        file.Name.ShouldMatch("^7-face-[0-9a-f]{16}\\.sealed$");
        var path = Path.Combine(Folder, file.Name);
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Folder).ShouldBe(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var bytes = files.Read(file);
        file.Length.ShouldBe(bytes.Length);
        file.Sha256.ShouldBe(SHA256.HashData(bytes));
        Directory.GetFiles(Folder).ShouldBe([path]);
        var opened = OpenedBy(bytes)!;
        opened.Content.ShouldBe("picture values"u8.ToArray());
        (opened.Kiosk, opened.Case, opened.Kind, opened.Name).ShouldBe(("kiosk-001", 7ul, "face", file.Name));
    }

    [Fact]
    public async Task What_waits_is_the_same_after_a_start_oldest_case_first()
    {
        string[] names;
        using (var files = Open())
        {
            var first = await WriteAsync(files, 100);
            names = [(await WriteAsync(files, 9)).Name, first.Name];
        }

        using var again = Open();
        again.Pending().Select(f => f.Name).ShouldBe(names);
        again.LabelOf(again.Pending()[0])!.Case.ShouldBe(9ul);
        again.Delete(again.Pending()[0]);
        again.Delete(new SealedFile("9-face-0.sealed", [], 0));
        again.Pending().Single().Name.ShouldBe(names[1]);
    }

    [Fact]
    public async Task A_full_folder_takes_nothing_and_says_so()
    {
        var options = EvidenceKeys.Options(Folder);
        using (var few = EvidenceFiles.Open(options with { MostFiles = 2 }))
        {
            await WriteAsync(few, 1);
            await WriteAsync(few, 2);
            (await few.WriteAsync(3, "face", new byte[10], default)).ShouldBeNull();
            few.Delete(few.Pending()[0]);
            (await few.WriteAsync(4, "face", new byte[10], default)).ShouldNotBeNull();
        }

        using var small = EvidenceFiles.Open(options with { MostBytes = 1000 });
        (await small.WriteAsync(5, "face", new byte[900], default)).ShouldBeNull();
        (await small.WriteAsync(6, "face", new byte[10], default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Whoever_waits_is_told_of_the_next_file()
    {
        using var files = Open();
        var next = files.NextWritten;
        next.IsCompleted.ShouldBeFalse();
        await WriteAsync(files, 1);
        await next;
        files.NextWritten.IsCompleted.ShouldBeFalse();
    }

    [Theory]
    [InlineData("Face")]
    [InlineData("")]
    [InlineData("a|b")]
    [InlineData("a-kind-longer-than-16")]
    public async Task A_kind_that_cannot_stand_in_a_name_is_a_bug_and_the_content_is_zeroed(string kind)
    {
        using var files = Open();
        byte[] content = [1];
        await Should.ThrowAsync<ArgumentException>(async () => await files.WriteAsync(1, kind, content, default));
        content[0].ShouldBe((byte)0);
    }

    [Fact]
    public async Task A_power_cut_at_any_step_leaves_a_whole_file_or_nothing()
    {
        for (var step = 0; step < CuttingDisk.Steps; step++)
        {
            using (var files = EvidenceFiles.Open(EvidenceKeys.Options(Folder), new CuttingDisk { CutAt = step }))
            {
                await Should.ThrowAsync<PowerCutException>(async () => await WriteAsync(files, (ulong)step + 1));
            }

            using var after = Open();
            Directory.GetFiles(Folder).ShouldAllBe(f => f.EndsWith(".sealed", StringComparison.Ordinal));
            foreach (var file in after.Pending())
            {
                OpenedBy(after.Read(file)).ShouldNotBeNull($"cut at {step}");
                after.Delete(file);
            }
        }
    }

    [Fact]
    public async Task A_disk_that_fails_at_any_step_gives_no_file_and_leaves_none()
    {
        for (var step = 0; step < CuttingDisk.Steps; step++)
        {
            using var files = EvidenceFiles.Open(
                EvidenceKeys.Options(Folder), new CuttingDisk { CutAt = step, Fails = true });
            var next = files.NextWritten;
            (await files.WriteAsync(1, "face", new byte[5], default)).ShouldBeNull();
            Directory.GetFiles(Folder).ShouldBeEmpty($"failed at {step}");
            next.IsCompleted.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_file_is_synced_before_its_name_and_the_name_before_it_is_told()
    {
        var disk = new CuttingDisk { CutAt = int.MaxValue };
        using var files = EvidenceFiles.Open(EvidenceKeys.Options(Folder), disk);
        var file = await WriteAsync(files, 1);
        files.Delete(file);
        disk.Done.ShouldBe(["write", "rename", "sync", "delete", "sync"]);
    }

    [Fact]
    public async Task A_start_removes_what_no_entry_names_and_keeps_the_rest()
    {
        using var files = Open();
        var journal = new MemoryJournal(new Tests.CentralSystem.ManualTime());
        var opened = (await journal.AppendAsync([new Fact("case.opened", default, OpensCase: true)], default))[0];
        var (named, unnamed) = (await WriteAsync(files, opened.Case), await WriteAsync(files, opened.Case));
        var ahead = await WriteAsync(files, 999);
        byte[] payload = [1, 2, .. named.Sha256, 3];
        await journal.AppendAsync([new Fact("face.checked", payload, opened.Case)], default);

        EvidenceSweep.Run(journal, files).ShouldBe(2);
        files.Pending().Select(f => f.Name).ShouldBe([named.Name]);
        Directory.GetFiles(Folder).Length.ShouldBe(1);
        EvidenceSweep.Run(journal, files).ShouldBe(0);
        (unnamed.Name, ahead.Name).ShouldNotBe((named.Name, named.Name));
    }

    private static async Task<SealedFile> WriteAsync(EvidenceFiles files, ulong @case) =>
        (await files.WriteAsync(@case, "face", [1, 2, 3], default)).ShouldNotBeNull();

    private static OpenedEvidence? OpenedBy(byte[] bytes)
    {
        using var central = EvidenceKeys.Central();
        return new EvidenceSeal(central).Open(bytes);
    }

    private EvidenceFiles Open() => EvidenceFiles.Open(EvidenceKeys.Options(Folder));
}
