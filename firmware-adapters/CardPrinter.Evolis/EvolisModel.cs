using System.Text.Json;
using KioskSuite.Devices;

namespace KioskSuite.CardPrinter.Evolis;

/// <summary>What a site may set for one printer.</summary>
/// <param name="Model">Name in <c>EvolisModels.json</c>.</param>
/// <param name="Deadlines">Deadlines that replace the model's own.</param>
public sealed record EvolisOptions(string Model = "KC200B", EvolisDeadlines? Deadlines = null);

/// <summary>How long one command of each act may take until its answer is complete.</summary>
public sealed record EvolisDeadlines(
    TimeSpan Open,
    TimeSpan Read,
    TimeSpan Feed,
    TimeSpan Move,
    TimeSpan Stripe,
    TimeSpan Download,
    TimeSpan Print,
    TimeSpan Present,
    TimeSpan Retain);

/// <summary>One track of the encoder: number 1 to 3, <c>Pmt</c> format, longest data (no sentinels, LRC).</summary>
public sealed record EvolisTrack(int Track, string Format, int Longest)
{
    /// <summary>Whether the head can write the data: ISO/IEC 7811-2 alphanumeric on format 1, else digits.</summary>
    /// <remarks>Sentinels belong to the printer; a semicolon would also end the parameter on the wire.</remarks>
    internal bool CanHold(string data) => data.Length <= Longest && data.All(Format == "1" ? Alphanumeric : Numeric);

    private static bool Alphanumeric(char c) => c is >= ' ' and <= '_' and not ('%' or '?' or ';');

    private static bool Numeric(char c) => char.IsAsciiDigit(c) || c == '=';
}

/// <summary>What differs by model, read from <c>EvolisModels.json</c>.</summary>
/// <param name="Ribbon">Code for <c>Pr</c>.</param>
/// <param name="Fields">Codes for <c>Pmc</c> that the head knows: <c>h</c>, <c>l</c>, both or none.</param>
/// <param name="Tracks">Tracks of the encoder.</param>
/// <param name="FeederSpeeds">The five parameters of <c>Pfs</c>.</param>
/// <param name="BezelSeconds">Seconds for <c>Pbc;D</c>.</param>
/// <param name="SensorOnVolts">A sensor above this sees something.</param>
/// <param name="InsertedCounter">Read of the cards inserted in its life, or null for none.</param>
/// <param name="Deadlines">Deadlines per act.</param>
public sealed record EvolisModel(
    string Ribbon,
    string Fields,
    IReadOnlyList<EvolisTrack> Tracks,
    string FeederSpeeds,
    int BezelSeconds,
    decimal SensorOnVolts,
    string? InsertedCounter,
    EvolisDeadlines Deadlines)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Code for <c>Pmc</c>.</summary>
    internal static char FieldOf(Coercivity coercivity) => coercivity == Coercivity.High ? 'h' : 'l';

    /// <summary>The data of a model; an unknown name is a mistake in the configuration and throws.</summary>
    public static EvolisModel Find(string name)
    {
        using var stream = typeof(EvolisModel).Assembly.GetManifestResourceStream("EvolisModels.json")
            ?? throw new InvariantException("EvolisModels.json is not embedded");
        var models = JsonSerializer.Deserialize<Dictionary<string, EvolisModel>>(stream, Format)!;
        return models.TryGetValue(name, out var model)
            ? model
            : throw new InvariantException($"no printer model {name}; known: {string.Join(", ", models.Keys)}");
    }
}
