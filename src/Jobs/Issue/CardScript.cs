using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using KioskSuite.Devices;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Crypto.Sm;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Messages.Central;

namespace KioskSuite.Jobs.Issue;

/// <summary>Central's script while it lives: in memory only, its byte buffers zeroed at the end.</summary>
/// <remarks>Strings (face, tracks) cannot be zeroed; they die with the step that holds them.</remarks>
internal sealed class CardScript : IDisposable
{
    private const int MostTracks = 3;

    private static readonly Dictionary<string, Coercivity> s_coercivities = new()
    {
        ["low"] = Coercivity.Low,
        ["high"] = Coercivity.High,
    };

    private readonly Script _script;

    private CardScript(Script script) => _script = script;

    public IReadOnlyList<ScriptCommand> Commands =>
        [.. _script.Commands.Select(c => new ScriptCommand(c.Apdu.Memory, (ushort)c.Sw, (ushort)c.Mask))];

    public FaceText Face =>
        new(_script.Face.Pan, _script.Face.Name, _script.Face.Expiry, _script.Face.Layout, _script.Face.LayoutVersion);

    /// <summary>Null for a product without a stripe, which is no fault.</summary>
    public StripeTracks? Tracks => _script.Tracks.Count == 0
        ? null
        : new(Track(0), Track(1), Track(2), s_coercivities[_script.Coercivity]);

    public ExpectedApplication Expected => new(
        _script.Expected.Aid.ToByteArray(),
        _script.Expected.Aip.ToByteArray(),
        _script.Expected.Afl.ToByteArray(),
        Digests(_script.Expected.Records))
    {
        Pan = _script.Face.Pan.All(char.IsAsciiDigit) ? _script.Face.Pan : "",
        Psn = _script.Expected.Sequence.All(char.IsAsciiDigit) ? _script.Expected.Sequence : "",
        Contactless = _script.Expected.Contactless is { } i
            ? new(i.Aip.ToByteArray(), i.Afl.ToByteArray(), Digests(i.Records))
            : null,
    };

    /// <summary>
    /// The transaction with the scheme's keys. Keys that are none are left out; the card's index then names an unknown
    /// one.
    /// </summary>
    public TerminalOptions Arm(TerminalOptions purchase) => purchase with
    {
        SchemeKeys = [.. _script.Expected.SchemeKeys.Select(RsaKey).OfType<CaPublicKey>()],
        SmSchemeKeys = [.. _script.Expected.SchemeKeys.Select(SmKey).OfType<SmCaPublicKey>()],
    };

    /// <summary>
    /// Checks the shape before anything is written; nonsense is <see cref="Problem.CentralNonsense"/>.
    /// </summary>
    public static CardScript Of(Script script)
    {
        var sound = script.Expected?.Aid.Length is >= 5 and <= 16
            && script.Commands.Count is > 0 and <= ChipScript.MaxCommands && script.Face is not null
            && script.Expected is not null && IsStripe(script)
            && script.Commands.All(c => c.Apdu.Length >= 4 && c.Sw <= ushort.MaxValue && c.Mask <= ushort.MaxValue);
        return sound ? new CardScript(script) : throw new StepFailed(Problem.CentralNonsense);
    }

    public void Dispose()
    {
        foreach (var bytes in _script.Commands.Select(c => c.Apdu).Concat(_script.Tracks))
        {
            MemoryMarshal.AsMemory(bytes.Memory).Span.Clear();
        }
    }

    public override string ToString() => "card script";

    private static Issuance.Terminal.RecordDigest[] Digests(IEnumerable<Messages.Central.RecordDigest> records) =>
        [.. records.Select(r => new Issuance.Terminal.RecordDigest((int)r.FileAndRecord, r.Sha256.ToByteArray()))];

    private static CaPublicKey? RsaKey(SchemeKey k)
    {
        var key = RsaPublicKey.Import(k.Modulus.Span, k.Exponent.Span);
        return key.Ok && EndOf(k) is { } end
            ? new CaPublicKey(Convert.ToHexString(k.Rid.Span), (byte)k.Index, key.Value, end)
            : null;
    }

    private static SmCaPublicKey? SmKey(SchemeKey k) => k.Point.Length == Sm2PublicKey.Length && EndOf(k) is { } end
        ? new SmCaPublicKey(Convert.ToHexString(k.Rid.Span), (byte)k.Index, k.Point.ToByteArray(), end)
        : null;

    private static DateOnly? EndOf(SchemeKey k) => k.Index <= byte.MaxValue && DateOnly.TryParseExact(
        k.End, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
        ? end
        : null;

    private static bool IsStripe(Script script) => script.Tracks.Count == 0
        ? script.Coercivity.Length == 0
        : script.Tracks.Count <= MostTracks && s_coercivities.ContainsKey(script.Coercivity);

    private string Track(int index) =>
        index < _script.Tracks.Count ? Encoding.ASCII.GetString(_script.Tracks[index].Span) : "";
}
