using System.Text.RegularExpressions;

namespace KioskSuite.Tests.Tidy;

/// <summary>Texts for people are complete, lead somewhere, and do not speak of the machine they were made on.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Headings =
        ["Introduction", "Models", "Wire", "Behaviour", "Access rights", "Quirks"];

    // In parts, so that this file does not break its own rule.
    private static readonly string[] MachinePaths = ["/wo" + "rk/", "/tm" + "p/h/", "/ho" + "me/", "/ro" + "ot/"];

    [Fact]
    public void Each_adapter_has_a_readme_with_the_six_headings()
    {
        var projects = Repository.FilesIn(["firmware-adapters"], ".csproj").ToList();
        projects.ShouldNotBeEmpty();
        var wrong = projects
            .Select(project => $"{Path.GetDirectoryName(project)}/README.md")
            .Where(file => !Repository.Files.Contains(file) || !HasHeadings(Repository.Read(file)));
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_or_moved_heading_is_found()
    {
        var good = "# Reader\n" + string.Join("\n\n", Headings.Select(heading => $"## {heading}\ntext"));
        HasHeadings(good).ShouldBeTrue();
        HasHeadings(good.Replace("## Wire", "## Cable", StringComparison.Ordinal)).ShouldBeFalse();
        HasHeadings("## Quirks\n" + good.Replace("## Quirks", "", StringComparison.Ordinal)).ShouldBeFalse();
    }

    [Fact]
    public void Relative_links_lead_to_tracked_files()
    {
        var documents = Repository.FilesIn([], ".md");
        var broken = documents.SelectMany(file => DeadLinks(file, Repository.Read(file), IsTracked));
        broken.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[a](src/B.cs)", 0)]
    [InlineData("[a](../src/B.cs \"title\")", 0)]
    [InlineData("[a](src/C.cs#part)", 1)]
    [InlineData("![a](src/C.png)", 1)]
    [InlineData("[a](../../B.cs)", 1)]
    [InlineData("[a]: src/C.cs", 1)]
    [InlineData("[a](https://example.org/x) [b](#part) `[c](d)`", 0)]
    [InlineData("```\n[a](src/C.cs)\n```", 0)]
    public void A_link_that_leads_nowhere_is_found(string text, int found)
    {
        static bool Known(string path) => path is "doc/src/B.cs" or "src/B.cs";
        DeadLinks("doc/README.md", text, Known).Count().ShouldBe(found);
    }

    [Fact]
    public void No_file_names_the_machine_it_was_made_on()
    {
        string[] pictures = [".png", ".jpg", ".ico", ".bin"];
        var texts = Repository.Files.Where(file => !pictures.Contains(Path.GetExtension(file)));
        texts.SelectMany(file => Traces(Repository.Read(file)).Select(trace => $"{file}: {trace}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("cd /wo" + "rk/main", 1)]
    [InlineData("\"/ro" + "ot/.nuget\"", 1)]
    [InlineData("https://api.nu" + "get.org/v3/index.json", 1)]
    [InlineData("https://regis" + "try.np" + "mjs.org/x", 1)]
    [InlineData("https://mir" + "ror.example.cn/debian", 1)]
    [InlineData("src/wo" + "rk/a https://example.org http://127.0.0.1:80/", 0)]
    public void A_machine_path_or_a_registry_is_found(string text, int found) => Traces(text).Count().ShouldBe(found);

    private static bool HasHeadings(string markdown)
    {
        var found = HeadingLine().Matches(markdown).Select(match => match.Groups["name"].Value.Trim());
        return found.Where(heading => Headings.Contains(heading)).SequenceEqual(Headings);
    }

    private static bool IsTracked(string path) =>
        Repository.Files.Contains(path) || Repository.FilesIn([path.TrimEnd('/')], "").Any();

    private static IEnumerable<string> DeadLinks(string file, string markdown, Func<string, bool> exists)
    {
        var prose = CodeSpan().Replace(markdown, "");
        foreach (Match link in LinkTarget().Matches(prose))
        {
            var target = link.Groups["target"].Value;
            if (target.StartsWith('#') || target.Contains("://", StringComparison.Ordinal)) continue;
            if (target.StartsWith("mailto:", StringComparison.Ordinal)) continue;
            var path = Uri.UnescapeDataString(target.Split('#')[0]);
            var full = Path.GetFullPath(Path.Combine("/root-of-repository", Path.GetDirectoryName(file)!, path));
            if (!exists(Path.GetRelativePath("/root-of-repository", full))) yield return $"{file}: {target}";
        }
    }

    private static IEnumerable<string> Traces(string text)
    {
        foreach (var path in MachinePaths)
        {
            var at = text.IndexOf(path, StringComparison.Ordinal);
            while (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or '_' or '-' or '}'))
            {
                at = text.IndexOf(path, at + 1, StringComparison.Ordinal);
            }

            if (at >= 0) yield return path;
        }

        foreach (Match host in RegistryHost().Matches(text)) yield return host.Value;
    }

    [GeneratedRegex(@"^#{2,3} (?<name>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HeadingLine();

    [GeneratedRegex("```.*?```|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(
        @"(\]\(|^\[[^\]]+\]: )<?(?<target>[^)\s>]+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex LinkTarget();

    [GeneratedRegex(
        @"https?://[^/\s""'<]*(nuget|npmjs|pypi|artifact|registry|proxy|mirror)[^/\s""'<]*",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex RegistryHost();
}
