using System.Diagnostics;
using System.Security.Cryptography;
using KioskSuite.Camera.Mjpeg;
using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;
using KioskSuite.Imaging;

namespace KioskSuite.Benchmarks.Vision;

/// <summary>What the kiosk's side of a camera at 30 pictures a second costs, from capture to decision.</summary>
/// <param name="Share">Of one core: this process and the imaging process.</param>
/// <param name="Seconds">How long it was watched.</param>
/// <param name="Pictures">Taken and measured.</param>
/// <param name="Tries">Ended with a verdict.</param>
/// <param name="Live">Of them.</param>
/// <param name="Ends">What each came to, and when.</param>
internal sealed record WatchResult(
    double Share, double Seconds, int Pictures, int Tries, int Live, IReadOnlyList<string> Ends);

/// <summary>Plays the kiosk before a filmed person who does what is asked, one try after the other.</summary>
internal sealed class CameraWatch(SourceProcess source, ImagingProcess imaging)
{
    public const int Rate = 30;
    private const int TurnLate = 350;
    private const int ColourLate = 50;
    private uint _session;
    private int _pictures;
    private string _playing = HeadFilm.Straight;

    public async Task<WatchResult> RunAsync(TimeSpan atLeast, CancellationToken stop)
    {
        await using var camera = new MjpegCamera(
            "camera", new HttpMjpegSource(source.Address), TimeProvider.System, new MjpegOptions());
        var opened = await camera.CaptureAsync(stop);
        if (!opened.Ok) throw new InvalidOperationException($"the camera does not capture: {opened.Failure}");
        await using var capture = opened.Value;
        // The first try starts the child and compiles; a kiosk has done that long ago.
        _ = await TryAsync(capture, stop);
        var ends = new List<string>();
        var live = 0;
        _pictures = 0;
        var processor = Processor();
        var began = Stopwatch.GetTimestamp();
        while (ends.Count == 0 || Stopwatch.GetElapsedTime(began) < atLeast)
        {
            var verdict = await TryAsync(capture, stop);
            var done = verdict.Steps.Count(step => step.Done);
            ends.Add($"{verdict.Outcome}, {done} steps, {verdict.Steps[^1].Ended.TotalSeconds:0.0} s");
            live += verdict.Outcome == LivenessOutcome.Live ? 1 : 0;
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new WatchResult((Processor() - processor) / seconds, seconds, _pictures, ends.Count, live, ends);
    }

    private double Processor() => ProcessorTime.Of(Environment.ProcessId, imaging.ChildId ?? 0);

    private async Task<LivenessVerdict> TryAsync(ICapture capture, CancellationToken stop)
    {
        var nonce = SHA256.HashData(BitConverter.GetBytes(++_session)).AsMemory(0, LivenessPlan.NonceBytes);
        var attempt = new LivenessTry(LivenessPlan.Of(nonce.Span), new LivenessRules());
        var began = Stopwatch.GetTimestamp();
        while (attempt.Verdict is null)
        {
            var next = await capture.NextAsync(stop);
            if (!next.Ok) throw new InvalidOperationException($"the camera ended: {next.Failure}");
            var frame = next.Value;
            var measured = await imaging.MeasureAsync(frame.Jpeg, attempt.NextTask(_session), stop);
            CryptographicOperations.ZeroMemory(frame.Jpeg);
            _pictures++;
            var at = Stopwatch.GetElapsedTime(began, frame.At);
            if (measured.Ok) attempt.Observe(at, frame.Sha256, measured.Value);
            else attempt.Elapse(at);
            await ObeyAsync(attempt, Stopwatch.GetElapsedTime(began), stop);
        }

        return attempt.Verdict;
    }

    /// <summary>The screen shows a colour at once; the person turns when asked.</summary>
    private async Task ObeyAsync(LivenessTry attempt, TimeSpan now, CancellationToken stop)
    {
        var (name, late) = (attempt.Flash, attempt.Prompt) switch
        {
            ({ } flash, _) => (flash.Colour.ToString(), ColourLate),
            (_, FacePrompt.TurnLeft) => (HeadFilm.Left, TurnLate),
            (_, FacePrompt.TurnRight) => (HeadFilm.Right, TurnLate),
            _ => (HeadFilm.Straight, ColourLate),
        };
        if (attempt.Flash is { } shown) attempt.Displayed(shown.Number, now);
        if (name == _playing) return;
        var returns = name == HeadFilm.Straight && _playing is HeadFilm.Left or HeadFilm.Right;
        _playing = name;
        // A head that has turned comes back by itself.
        if (!returns) await source.ShowAsync(name, late, stop);
    }
}
