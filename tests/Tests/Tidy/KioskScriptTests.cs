using System.Text.RegularExpressions;

namespace KioskSuite.Tests.Tidy;

/// <summary><c>./kiosk</c> only prepares and hands over; loops and parsers belong to the program behind it.</summary>
public sealed partial class KioskScriptTests
{
    private const int MostLines = 60;

    [Fact]
    public void The_script_stays_small_and_plain()
    {
        Repository.Files.Contains("kiosk").ShouldBeTrue("the script is missing");
        Faults(Repository.Read("kiosk")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("for a in b; do c; done")]
    [InlineData("if a; then while b; do c; done; fi")]
    [InlineData("case $1 in a) b;; esac")]
    [InlineData("a=$(sed s/a/b/ c)")]
    [InlineData("a | awk '{print}'")]
    [InlineData("x=\"$(curl http://example.org)\"")]
    public void A_loop_a_parser_or_a_download_is_found(string line) =>
        Faults($"#!/bin/bash\n{line}\n").ShouldHaveSingleItem();

    [Fact]
    public void Words_in_comments_and_messages_are_no_commands() =>
        Faults("#!/bin/bash\n# for a while, in case\necho \"wait for it\"\nexec dotnet x \"$@\"\n").ShouldBeEmpty();

    [Fact]
    public void A_61st_line_is_found() => Faults(string.Concat(Enumerable.Repeat("a\n", 61))).ShouldBe(["61 lines"]);

    private static IEnumerable<string> Faults(string script)
    {
        var lines = script.TrimEnd('\n').Split('\n');
        if (lines.Length > MostLines) yield return $"{lines.Length} lines";
        for (var i = 0; i < lines.Length; i++)
        {
            var code = lines[i].TrimStart().StartsWith('#') ? "" : lines[i];
            foreach (Match word in Command().Matches(code)) yield return $"{i + 1}: {word.Groups["word"].Value}";
        }
    }

    /// <summary>A keyword counts where a command begins, a program wherever it stands.</summary>
    [GeneratedRegex(
        @"(^|[;&|({!]|\b(then|do|else)\b)\s*(?<word>for|while|until|case|select)\b|\b(?<word>sed|awk|curl)\b",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Command();
}
