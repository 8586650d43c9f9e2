using System.Text.RegularExpressions;
using KioskSuite.Identity;
using KioskSuite.Identity.Liveness;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Face;
using KioskSuite.Messages.Entries;
using KioskSuite.Service.Health;
using KioskSuite.Service.Screen;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Tests.Service;

/// <summary>Every word that a page asks for is there, in both languages, and none is there for nothing.</summary>
public sealed partial class TextsTests
{
    private static readonly string[] s_consents = ["stop", "fees", "face"];
    private static readonly string[] s_customersQuestions = ["choose-card", .. s_consents];
    private static readonly Texts s_texts = Texts.Load();

    /// <summary>What staff may be asked about the machine, and what they may answer.</summary>
    private static readonly Dictionary<string, string[]> s_staffAnswers = new()
    {
        ["where-is-card"] = ["taken", "not-taken"],
        ["counters-differ"] = ["accept"],
    };

    /// <summary>What may stand for the braces of each composed key.</summary>
    private static readonly Dictionary<string, IEnumerable<string>> s_composed = new()
    {
        ["answer.{}.{}"] = s_consents.SelectMany(kind => new[] { $"answer.{kind}.yes", $"answer.{kind}.no" }),
        ["end.old.{}"] = Each("end.old.{}", Endings.OldCards),
        ["end.{}"] = Each("end.{}", ["old", "new", "fee", "next"]),
        ["end.{}.fee"] = Each("end.{}.fee", Endings.Words),
        ["end.{}.new"] = Each("end.{}.new", Endings.Words),
        ["end.{}.next"] = Each("end.{}.next", Endings.Words),
        ["end.{}.title"] = Each("end.{}.title", Endings.Words),
        ["finding.{}"] = Each(
            "finding.{}",
            [
                .. Enum.GetNames<DocumentFinding>().Where(n => n != "None"),
                .. Enum.GetNames<OtherWay>().Where(n => n != nameof(OtherWay.NoCamera)),
            ]),
        ["face.{}"] = Each("face.{}", Enum.GetValues<FacePrompt>().Select(Words.Of)),
        ["outcome.{}"] = Each("outcome.{}", Enum.GetValues<Ending>().Select(Names.Of).Where(n => n.Length > 0)),
        ["phase.{}"] = Each("phase.{}", Progress.Phases),
        ["question.{}.limit"] = Each("question.{}.limit", s_customersQuestions),
        ["question.{}.title"] = Each("question.{}.title", s_customersQuestions),
        ["scene.{}"] = Enum.GetNames<Scene>().Select(n => $"scene.{Capital().Replace(n, "-$0").ToLowerInvariant()}"),
        ["state.{}"] = Each("state.{}", ["waiting", "running", "done", "failed"]),
        ["step.{}"] = Each("step.{}", Steps()),
        ["teller.{}"] = Each("teller.{}", ["yes", "no"]),
        ["teller.{}.help"] = Each("teller.{}.help", s_staffAnswers.Keys),
        ["teller.{}.title"] = Each("teller.{}.title", s_staffAnswers.Keys),
        ["teller.{}.{}"] = StaffAnswers(""),
        ["teller.{}.{}.effect"] = StaffAnswers(".effect"),
        ["teller.offer.{}"] = Each("teller.offer.{}", ["stop-only", "nothing"]),
        ["trail.{}"] = Each("trail.{}", ["document", "stop", "make", "take"]),
    };

    [Fact]
    public void Every_key_that_a_page_uses_exists_and_none_is_left_over()
    {
        var used = Used().ToHashSet();
        used.Except(s_texts.Keys).ShouldBeEmpty();
        s_texts.Keys.Except(used).ShouldBeEmpty();
    }

    [Fact]
    public void Both_languages_have_the_same_keys() => s_texts.KeysMissingInOneLanguage.ShouldBeEmpty();

    [Fact]
    public void Both_languages_take_the_same_values()
    {
        object[] values = ["\u0001", "\u0002"];
        foreach (var key in s_texts.Keys)
        {
            s_texts.En(key, values).Count(char.IsControl).ShouldBe(s_texts.Zh(key, values).Count(char.IsControl), key);
        }
    }

    [Fact]
    public void English_words_hold_no_Chinese_character() =>
        s_texts.Keys.Where(key => Ideograph().IsMatch(s_texts.En(key, "", ""))).ShouldBeEmpty();

    [Fact]
    public void Every_step_of_the_journey_has_its_line_in_the_customers_list() =>
        Steps().Where(step => Progress.PhaseOf(step) is null).ShouldBeEmpty();

    private static IEnumerable<string> Used()
    {
        var pages = Repository.FilesIn(["src/Service/Screen"], ".razor").Select(Repository.Read).ToList();
        pages.ShouldNotBeEmpty();
        var keys = pages.SelectMany(page => Key().Matches(page)).Select(m => m.Groups["key"].Value);
        return keys.SelectMany(key => Hole().IsMatch(key) ? Expand(Hole().Replace(key, "{}")) : [key]);
    }

    private static IEnumerable<string> Expand(string composed) =>
        s_composed.TryGetValue(composed, out var keys) ? keys : [$"{composed} is not listed in this test"];

    private static IEnumerable<string> Each(string composed, IEnumerable<string> values) =>
        values.Select(value => composed.Replace("{}", value, StringComparison.Ordinal));

    private static IEnumerable<string> StaffAnswers(string ending) =>
        s_staffAnswers.SelectMany(kind => kind.Value.Select(answer => $"teller.{kind.Key}.{answer}{ending}"));

    private static List<string> Steps()
    {
        var typed = Enum.GetValues<Act>().Select(Names.Of)
            .Concat(Enum.GetValues<Place>().Select(Names.Of))
            .Concat(Enum.GetValues<Call>().Select(Names.Of))
            .Where(name => name != "none");
        var written = Repository.FilesIn(["src/Jobs"], ".cs")
            .SelectMany(file => WrittenStep().Matches(Repository.Read(file)))
            .Select(m => m.Groups["step"].Value);
        return [.. typed.Concat(written)];
    }

    [GeneratedRegex(
        @"(Key=""|Texts\.(Zh|En)\()(@\()?\$?""?(?<key>[a-z][\w.{}()-]*)""",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Key();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Hole();

    [GeneratedRegex(@"Timed\((c, )?""(?<step>[a-z-]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WrittenStep();

    [GeneratedRegex(@"(?<!^)[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex Capital();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}", RegexOptions.None, 1000)]
    private static partial Regex Ideograph();
}
