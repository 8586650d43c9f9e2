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

    /// <summary>The Chinese word for a key; the key itself where it is missing (a test finds those).</summary>
    public string Zh(string key) => _chinese.GetValueOrDefault(key, key);

    public string En(string key) => _english.GetValueOrDefault(key, key);

    public IEnumerable<string> KeysMissingInOneLanguage =>
        _chinese.Keys.Except(_english.Keys).Concat(_english.Keys.Except(_chinese.Keys));

    private static Dictionary<string, string> Read(string language)
    {
        using var stream = typeof(Texts).Assembly.GetManifestResourceStream($"KioskSuite.Service.Texts.{language}.json")
            ?? throw new InvalidOperationException($"texts for {language} are not in the assembly");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream) ?? [];
    }
}
