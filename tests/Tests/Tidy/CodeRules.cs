using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KioskSuite.Tests.Tidy;

/// <summary>Rules about one file's text. Each yields what breaks it, with a line number.</summary>
internal static partial class CodeRules
{
    public const int FunctionLines = 70;
    public const int TopLevelLines = 80;
    public const int Columns = 120;
    public const int HexLiterals = 4;

    private static readonly (string Pattern, string Instead)[] Banned =
    [
        (@"\bConfigureAwait \(", "ConfigureAwait breaks one-thread virtual time"),
        (@"\bDateTime(Offset)? \. (UtcNow|Now|Today)\b", "take time from a TimeProvider"),
        (@"\bThread \. Sleep\b", "await a delay on a TimeProvider"),
        (@"\basync void\b", "return a task"),
        (@"\bGetAwaiter \( \) \. GetResult\b", "await it"),
        (@"\bnew PeriodicTimer \( [^,]* \) ;", "pass a TimeProvider"),
    ];

    public static IEnumerable<string> LongFunctions(string code)
    {
        var root = Parse(code);
        foreach (var function in root.DescendantNodes().Where(IsFunction))
        {
            var lines = LineOf(function, function.Span.End) - LineOf(function, function.SpanStart) + 1;
            if (lines > FunctionLines) yield return $"{At(function)} function of {lines} lines";
        }

        var loose = root.ChildNodes().OfType<GlobalStatementSyntax>().ToList();
        if (loose.Count == 0) yield break;
        var span = LineOf(loose[^1], loose[^1].Span.End) - LineOf(loose[0], loose[0].SpanStart) + 1;
        if (span > TopLevelLines) yield return $"{At(loose[0])} top-level statements of {span} lines";
    }

    public static IEnumerable<string> BlockNamespaces(string code) => Parse(code).DescendantNodes()
        .OfType<NamespaceDeclarationSyntax>()
        .Select(node => $"{At(node)} namespace with braces");

    /// <summary>A catch without a statement says why, or it swallows.</summary>
    public static IEnumerable<string> EmptyCatches(string code) => Parse(code).DescendantNodes()
        .OfType<CatchClauseSyntax>()
        .Where(node => node.Block.Statements.Count == 0)
        .Where(node => node.Declaration is null || !node.Block.DescendantTrivia().Any(IsComment))
        .Select(node => $"{At(node)} empty catch");

    /// <summary>Task.Delay takes a TimeProvider as its second argument; ours are called time or clock.</summary>
    public static IEnumerable<string> DelaysWithoutTime(string code) => Parse(code).DescendantNodes()
        .OfType<InvocationExpressionSyntax>()
        .Where(call => call.Expression.ToString() is "Task.Delay" or "System.Threading.Tasks.Task.Delay")
        .Where(call => !call.ArgumentList.Arguments.Skip(1).Any(argument => TimeName().IsMatch(argument.ToString())))
        .Select(call => $"{At(call)} Task.Delay without a TimeProvider");

    public static IEnumerable<string> BannedCalls(string code)
    {
        var bare = WithoutTextsAndComments(code);
        foreach (var (pattern, instead) in Banned)
        {
            if (Regex.IsMatch(bare, pattern, RegexOptions.None, TimeSpan.FromSeconds(10))) yield return instead;
        }
    }

    public static IEnumerable<string> Promises(string text) => Lines(text)
        .Where(line => PromiseWord().IsMatch(line.Text))
        .Select(line => $"{line.Number}: {PromiseWord().Match(line.Text).Value}");

    public static IEnumerable<string> WideLines(string text) => Lines(text)
        .Where(line => line.Text.EnumerateRunes().Count() > Columns)
        .Select(line => $"{line.Number}: {line.Text.Length} columns");

    public static IEnumerable<string> ManyHexLiterals(string code)
    {
        var count = Parse(code).DescendantTokens().Count(token => token.IsKind(SyntaxKind.NumericLiteralToken)
            && token.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase));
        if (count > HexLiterals) yield return $"{count} hex literals";
    }

    /// <summary>Tokens with one space between them; texts are empty, comments are gone.</summary>
    public static string WithoutTextsAndComments(string code) => string.Join(
        ' ', Parse(code).DescendantTokens().Select(token => IsText(token) ? "\"\"" : token.Text));

    private static bool IsText(SyntaxToken token) => token.Kind() is SyntaxKind.StringLiteralToken
        or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.Utf8StringLiteralToken
        or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken;

    private static bool IsFunction(SyntaxNode node) => node
        is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax
        or AccessorDeclarationSyntax or AnonymousFunctionExpressionSyntax;

    private static CompilationUnitSyntax Parse(string code) =>
        CSharpSyntaxTree.ParseText(code).GetCompilationUnitRoot();

    private static string At(SyntaxNode node) => $"{LineOf(node, node.SpanStart) + 1}:";

    private static int LineOf(SyntaxNode node, int position) =>
        node.SyntaxTree.GetText().Lines.GetLineFromPosition(position).LineNumber;

    private static IEnumerable<(int Number, string Text)> Lines(string text) =>
        text.Split('\n').Select((line, index) => (index + 1, line.TrimEnd('\r')));

    [GeneratedRegex("(?i:time|clock)(Provider)?(\\.System)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimeName();

    // Written in two parts so that this file does not break its own rule.
    [GeneratedRegex("\\b(TO" + "DO|FIX" + "ME|HA" + "CK)\\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PromiseWord();

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);
}
