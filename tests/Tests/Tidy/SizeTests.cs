namespace KioskSuite.Tests.Tidy;

/// <summary>Small files, and a lock file beside each project.</summary>
public sealed class SizeTests
{
    private const int MedianLines = 90;
    private const int LargestBytes = 256 * 1024;

    [Fact]
    public void Half_of_the_source_files_have_at_most_90_lines()
    {
        var lines = Repository.FilesIn(["src"], ".cs").Select(file => CountLines(Repository.Read(file))).ToList();
        Median(lines).ShouldBeLessThanOrEqualTo(MedianLines);
    }

    [Fact]
    public void No_file_is_larger_than_256_KiB() => Repository.Files
        .Where(file => new FileInfo(Repository.PathTo(file)).Length > LargestBytes)
        .ShouldBeEmpty();

    [Fact]
    public void Each_project_has_a_lock_file() =>
        WithoutLock(Repository.Files).ShouldBeEmpty();

    [Fact]
    public void A_median_and_a_missing_lock_are_found()
    {
        Median([1, 200, 91]).ShouldBe(91);
        Median([1, 2, 300, 400]).ShouldBe(2);
        CountLines("a\nb\n").ShouldBe(2);
        WithoutLock(["a/A.csproj", "b/B.csproj", "b/packages.lock.json"]).ShouldBe(["a/A.csproj"]);
    }

    private static int CountLines(string text) => text.Count(letter => letter == '\n');

    private static int Median(IEnumerable<int> values)
    {
        var sorted = values.Order().ToList();
        return sorted[(sorted.Count - 1) / 2];
    }

    private static IEnumerable<string> WithoutLock(IEnumerable<string> files)
    {
        var all = files.ToHashSet(StringComparer.Ordinal);
        return all.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(file => !all.Contains($"{Path.GetDirectoryName(file)}/packages.lock.json"));
    }
}
