using KioskSuite.Service.Configuration;

namespace KioskSuite.Tests.Service;

/// <summary>A configuration that is not exactly right is refused at start, naming the key and the file.</summary>
public sealed class ConfigurationFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    private const string Sound = """
        {"kiosk":{"id":"k","ticketKey":"","documentTokenKey":"","blanks":[],"hopper":1},"central":"http://127.0.0.1:1",
        "journal":"j.db","screen":"http://127.0.0.1:0","idReader":{
            "port":"/dev/ttyS0","baud":115200,"portraitDecoder":"none"},
        "printer":{"host":"h","port":1},"chip":{"reader":"r","direct":""},"policies":{}}
        """;

    [Fact]
    public void A_sound_file_is_read() => Read(Sound).Kiosk.Id.ShouldBe("k");

    [Fact]
    public void An_unknown_key_is_named_with_its_file()
    {
        var refused = Should.Throw<ConfigurationException>(
            () => Read(Sound.Replace("\"hopper\":1", "\"hopper\":1,\"hoper\":2", StringComparison.Ordinal)));

        refused.Message.ShouldContain("hoper");
        refused.Message.ShouldContain(_path);
    }

    [Theory]
    [InlineData("\"journal\":\"j.db\",", "")]
    [InlineData("\"baud\":115200", "\"baud\":\"fast\"")]
    [InlineData("\"hopper\":1", "\"hopper\":1,\"hopper\":2")]
    [InlineData("\"policies\":{}", "\"policies\":{\"takeWithin\":\"soon\"}")]
    public void Missing_doubled_and_mistyped_keys_are_refused(string sound, string spoilt) =>
        Should.Throw<ConfigurationException>(() => Read(Sound.Replace(sound, spoilt, StringComparison.Ordinal)));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1")]
    public void Anything_but_an_object_is_refused(string text) =>
        Should.Throw<ConfigurationException>(() => Read(text));

    public void Dispose() => File.Delete(_path);

    private KioskConfiguration Read(string text)
    {
        File.WriteAllText(_path, text);
        return ConfigurationFile.Read(_path);
    }
}
