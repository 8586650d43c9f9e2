using System.Globalization;
using System.Text.Json;

namespace KioskSuite.Service.Screen;

/// <summary>Words of the screens by key, from one resource file per language.</summary>
internal sealed class Texts
{
    private readonly IReadOnlyDictionary<string, string> _chinese;
    private readonly IReadOnlyDictionary<string, string> _english;

    private Texts(IReadOnlyDictionary<string, string> chinese, IReadOnlyDictionary<string, string> english) =>
        (_chinese, _english) = (chinese, english);

    public static Texts Load() => new(Read("zh-Hans"), Read("en"));

    public IEnumerable<string> Keys => _chinese.Keys;

    /// <summary>The Chinese words for a key; the key itself where it is missing (a test finds those).</summary>
    /// <param name="key">Dotted name, such as <c>welcome.title</c>.</param>
    /// <param name="values">What stands for <c>{0}</c>, <c>{1}</c>, …</param>
    public string Zh(string key, params object[] values) => Filled(_chinese, key, values);

    public string En(string key, params object[] values) => Filled(_english, key, values);

    public IEnumerable<string> KeysMissingInOneLanguage =>
        _chinese.Keys.Except(_english.Keys).Concat(_english.Keys.Except(_chinese.Keys));

    private static string Filled(IReadOnlyDictionary<string, string> words, string key, object[] values) =>
        string.Format(CultureInfo.InvariantCulture, words.GetValueOrDefault(key, key), values);

    private static Dictionary<string, string> Read(string language)
    {
        using var stream = typeof(Texts).Assembly.GetManifestResourceStream($"KioskSuite.Service.Texts.{language}.json")
            ?? throw new InvalidOperationException($"texts for {language} are not in the assembly");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream) ?? [];
    }
}
