using System.Runtime.InteropServices;
using System.Text;
using KioskSuite.Devices;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Messages.Central;

namespace KioskSuite.Jobs.Issue;

/// <summary>Central's script while it lives: in memory only, its byte buffers zeroed at the end.</summary>
/// <remarks>Strings (face, tracks) cannot be zeroed; they die with the step that holds them.</remarks>
internal sealed class CardScript : IDisposable
{
    private const int MostTracks = 3;
    private readonly Script _script;

    private CardScript(Script script) => _script = script;

    public IReadOnlyList<ScriptCommand> Commands =>
        [.. _script.Commands.Select(c => new ScriptCommand(c.Apdu.Memory, (ushort)c.Sw, (ushort)c.Mask))];

    public FaceText Face =>
        new(_script.Face.Pan, _script.Face.Name, _script.Face.Expiry, _script.Face.Layout, _script.Face.LayoutVersion);

    public StripeTracks Tracks => new(Track(0), Track(1), Track(2));

    public ExpectedApplication Expected => new(
        _script.Expected.Aid.ToByteArray(),
        _script.Expected.Aip.ToByteArray(),
        _script.Expected.Afl.ToByteArray(),
        [.. _script.Expected.Records.Select(
            r => new Issuance.Terminal.RecordDigest((int)r.FileAndRecord, r.Sha256.ToByteArray()))]);

    /// <summary>
    /// Checks the shape before anything is written; nonsense is <see cref="Problem.CentralNonsense"/>.
    /// </summary>
    public static CardScript Of(Script script)
    {
        var sound = script.Expected?.Aid.Length is >= 5 and <= 16
            && script.Commands.Count is > 0 and <= ChipScript.MaxCommands && script.Face is not null
            && script.Expected is not null && script.Tracks.Count <= MostTracks
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

    private string Track(int index) =>
        index < _script.Tracks.Count ? Encoding.ASCII.GetString(_script.Tracks[index].Span) : "";
}
