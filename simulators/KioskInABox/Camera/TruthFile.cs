using System.Text.Json;

namespace KioskSuite.KioskInABox.Camera;

/// <summary>
/// What each frame showed, a JSON line for each, as <c>truth.jsonl</c> in a run's folder. Nothing that judges frames
/// reads it. Any thread.
/// </summary>
internal sealed class TruthFile(string folder) : IDisposable
{
    /// <summary>An hour of frames.</summary>
    private const int MostLines = 36_000;
    private readonly Lock _gate = new();
    private StreamWriter? _file;
    private int _lines;

    public void Note(FrameTruth truth)
    {
        lock (_gate)
        {
            if (_lines < MostLines)
            {
                _lines++;
                _file ??= new StreamWriter(Path.Combine(folder, "truth.jsonl"));
                _file.WriteLine(JsonSerializer.Serialize(truth, JsonSerializerOptions.Web));
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            (_file, _lines) = (null, MostLines);
        }
    }
}
