using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace KioskSuite.Service.Screen.Pages.Parts;

/// <summary>
/// A text that is journaled by its hash: its characters are shown as they are, not one more. Only marks are set around
/// them: the language, and what kind of line it is.
/// </summary>
public sealed partial class ExactText : ComponentBase
{
    private const string Between = " / ";

    [Parameter]
    public required string Text { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var lines = Text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            builder.OpenElement(0, "span");
            builder.AddAttribute(1, "class", $"line {KindOf(lines[i])}");
            foreach (var part in PartsOf(i < lines.Length - 1 ? lines[i] + '\n' : lines[i]))
            {
                builder.OpenElement(2, "span");
                builder.AddAttribute(3, "lang", Chinese().IsMatch(part) ? "zh-Hans" : "en");
                builder.AddContent(4, part);
                builder.CloseElement();
            }

            builder.CloseElement();
        }
    }

    private static string KindOf(string line) => line switch
    {
        ['!', ' ', ..] => "finding",
        _ when Amount().IsMatch(line) => "fee",
        _ when line.Contains(" · ", StringComparison.Ordinal) => "who",
        _ => Chinese().IsMatch(line) ? "chinese" : "english",
    };

    private static IEnumerable<string> PartsOf(string line)
    {
        var at = line.IndexOf(Between, StringComparison.Ordinal);
        return at < 0 ? [line] : [line[..at], line[at..]];
    }

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}", RegexOptions.None, 1000)]
    private static partial Regex Chinese();

    [GeneratedRegex(@"\d\.\d\d(?!\d)", RegexOptions.None, 1000)]
    private static partial Regex Amount();
}
