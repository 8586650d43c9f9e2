namespace KioskSuite.Tests.Tidy;

/// <summary>Each rule holds for the repository, and fails on a sample that breaks it.</summary>
public sealed class CodeRulesTests
{
    private static readonly string[] Everywhere = [];
    private static readonly string[] Product = ["src", "firmware-adapters", "simulators"];

    /// <summary>Where numbers in hex are the subject itself, and why.</summary>
    private static readonly (string Place, string Why)[] HexAllowed =
    [
        ("src/Issuance/Crypto/", "constants of published algorithms"),
        ("src/Issuance/Tlv/", "tag and length bits of ISO/IEC 7816-4 and X.690"),
        ("simulators/KioskInABox/Card/", "the simulated card's own side of the applets, kept apart from the product's"),
        ("tests/", "golden bytes"),
    ];

    [Fact]
    public void No_function_is_longer_than_70_lines() => Holds(CodeRules.LongFunctions, Everywhere, ".cs");

    [Fact]
    public void Namespaces_are_file_scoped() => Holds(CodeRules.BlockNamespaces, Everywhere, ".cs");

    [Fact]
    public void Lines_have_at_most_120_columns() =>
        Holds(CodeRules.WideLines, Everywhere, ".cs", ".razor", ".css", ".js", ".py", ".sh", "/kiosk", ".ci/run");

    [Fact]
    public void No_banned_call_is_used() => Holds(CodeRules.BannedCalls, Product, ".cs");

    [Fact]
    public void No_catch_is_empty() => Holds(CodeRules.EmptyCatches, Product, ".cs");

    [Fact]
    public void Delays_take_a_time_provider() => Holds(CodeRules.DelaysWithoutTime, Product, ".cs");

    [Fact]
    public void Nothing_is_left_for_later() =>
        Holds(CodeRules.Promises, Product, ".cs", ".razor", ".css", ".js", ".py", ".sh", ".proto", ".json");

    [Fact]
    public void Hex_literals_stand_where_bytes_are_defined()
    {
        var files = Repository.FilesIn(Product, ".cs").Where(file => !MayHoldHex(file));
        Broken(files, CodeRules.ManyHexLiterals).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("src/Imaging/ImagingFrames.cs", true)]
    [InlineData("src/Devices/Links/TermiosInterop.cs", true)]
    [InlineData("src/Imaging/NativeDrawing.cs", true)]
    [InlineData("src/Issuance/Crypto/Des.cs", true)]
    [InlineData("src/Jobs/IssueCard.cs", false)]
    [InlineData("src/Jobs/FramesOfMind.cs", false)]
    public void Hex_is_allowed_by_name_and_place(string file, bool allowed) => MayHoldHex(file).ShouldBe(allowed);

    [Fact]
    public void A_function_of_71_lines_is_found()
    {
        CodeRules.LongFunctions(Function(70)).ShouldBeEmpty();
        CodeRules.LongFunctions(Function(71)).ShouldBe(["2: function of 71 lines"]);
        var loose = string.Concat(Enumerable.Repeat("Run();\n", 81));
        CodeRules.LongFunctions(loose).ShouldBe(["1: top-level statements of 81 lines"]);
    }

    [Fact]
    public void A_namespace_with_braces_is_found()
    {
        CodeRules.BlockNamespaces("namespace A;").ShouldBeEmpty();
        CodeRules.BlockNamespaces("namespace A\n{\n}").ShouldHaveSingleItem();
    }

    [Fact]
    public void A_line_of_121_columns_is_found()
    {
        CodeRules.WideLines(new string('字', 120) + "\n").ShouldBeEmpty();
        CodeRules.WideLines("a\n" + new string('a', 121)).ShouldBe(["2: 121 columns"]);
    }

    [Theory]
    [InlineData("await a.ConfigureAwait(false);")]
    [InlineData("var t = DateTime.UtcNow;")]
    [InlineData("var t = DateTimeOffset\n  .Now;")]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("async void Run() { }")]
    [InlineData("var x = a.GetAwaiter().GetResult();")]
    [InlineData("var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));")]
    public void A_banned_call_is_found(string code) => CodeRules.BannedCalls(code).ShouldHaveSingleItem();

    [Theory]
    [InlineData("// never Thread.Sleep(1) here")]
    [InlineData("var said = \"DateTime.UtcNow\";")]
    [InlineData("var timer = new PeriodicTimer(span, time);")]
    [InlineData("async ValueTask Run() { }")]
    public void A_banned_call_in_a_comment_or_text_is_none(string code) => CodeRules.BannedCalls(code).ShouldBeEmpty();

    [Fact]
    public void An_empty_catch_is_found()
    {
        CodeRules.EmptyCatches("try { } catch (IOException) { return; }").ShouldBeEmpty();
        CodeRules.EmptyCatches("try { } catch (IOException) { /* why */ }").ShouldBeEmpty();
        CodeRules.EmptyCatches("try { } catch (IOException) { }").ShouldHaveSingleItem();
        CodeRules.EmptyCatches("try { } catch { /* why */ }").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("await Task.Delay(5);", 1)]
    [InlineData("await Task.Delay(span, stop);", 1)]
    [InlineData("await Task.Delay(span, time, stop);", 0)]
    [InlineData("await Task.Delay(span, _clock);", 0)]
    [InlineData("await Task.Delay(span, TimeProvider.System);", 0)]
    public void A_delay_without_time_is_found(string code, int found) =>
        CodeRules.DelaysWithoutTime(code).Count().ShouldBe(found);

    [Fact]
    public void A_promise_is_found()
    {
        CodeRules.Promises("a\n// TO" + "DO: later").ShouldBe(["2: TO" + "DO"]);
        CodeRules.Promises("TO" + "DOS, HACKATHON").ShouldBeEmpty();
    }

    [Fact]
    public void A_fifth_hex_literal_is_found()
    {
        CodeRules.ManyHexLiterals("int[] a = [0x1, 0X2, 0x3, 0x4]; // 0x5").ShouldBeEmpty();
        CodeRules.ManyHexLiterals("int[] a = [0x1, 0X2, 0x3, 0x4, 0x5];").ShouldBe(["5 hex literals"]);
    }

    private static bool MayHoldHex(string file)
    {
        var name = Path.GetFileName(file);
        string[] endings = ["Frames.cs", "Apdus.cs", "Interop.cs"];
        return endings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal))
            || name.StartsWith("Native", StringComparison.Ordinal)
            || HexAllowed.Any(allowed => file.StartsWith(allowed.Place, StringComparison.Ordinal));
    }

    private static string Function(int lines) =>
        "class A {\nvoid B()\n{\n" + string.Concat(Enumerable.Repeat("C();\n", lines - 3)) + "}\n}";

    private static void Holds(Func<string, IEnumerable<string>> rule, string[] folders, params string[] endings)
    {
        var files = Repository.FilesIn(folders, endings).ToList();
        files.ShouldNotBeEmpty();
        Broken(files, rule).ShouldBeEmpty();
    }

    private static List<string> Broken(IEnumerable<string> files, Func<string, IEnumerable<string>> rule) =>
        [.. files.SelectMany(file => rule(Repository.Read(file)).Select(what => $"{file}:{what}"))];
}
