using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;
using KioskSuite.Jobs.Board;

namespace KioskSuite.Jobs.Face;

/// <summary>What a try saw, for the record.</summary>
/// <param name="Verdict">Null when the person left before there was one.</param>
/// <param name="Match">The comparison with the portrait; null when there was none.</param>
/// <param name="BestFrameSha256">Hash of the frame that was compared, or empty.</param>
/// <param name="Displayed">When each colour was shown, since the try began.</param>
/// <param name="Frames">Frames measured, and frames that went by meanwhile.</param>
internal sealed record FaceSeen(
    LivenessVerdict? Verdict, FaceMatch? Match, byte[] BestFrameSha256, IReadOnlyDictionary<int, TimeSpan> Displayed,
    (uint Measured, uint Dropped) Frames)
{
    /// <summary>A living person, and the document's owner.</summary>
    public bool Proved => Verdict?.Outcome == LivenessOutcome.Live && Match is { Same: true };

    /// <summary>The person wanted the other way.</summary>
    public bool Left => Verdict is null;

    public override string ToString() => Proved ? "proved" : "not proved";
}

/// <summary>One try before the camera: frames in, prompts and colours out, until the verdict.</summary>
internal sealed class FaceTry(FaceDevices devices, FaceBoard face, LivenessTry attempt, uint session, TimeProvider time)
{
    private const int MostUnreadable = 10;
    private readonly long _began = time.GetTimestamp();
    private byte[]? _best;
    private byte[] _bestSha256 = [];
    private int _unreadable;
    private ulong _first;
    private ulong _last;
    private uint _measured;

    /// <param name="portrait">The document's portrait, JPEG.</param>
    /// <param name="show">Tells the screen what to ask and which colour to show.</param>
    /// <param name="stop">Ends the try.</param>
    /// <returns>What was seen, or why camera or analysis failed.</returns>
    public async ValueTask<Outcome<FaceSeen>> RunAsync(
        ReadOnlyMemory<byte> portrait, Action<FacePrompt, FlashShown?> show, CancellationToken stop)
    {
        try
        {
            var capturing = await devices.Camera.CaptureAsync(stop);
            if (capturing.Failure is { } none)
            {
                return none;
            }

            await using var capture = capturing.Value;
            face.Open();
            while (attempt.Verdict is null && !face.Leaves)
            {
                face.Ask(attempt.Flash);
                show(attempt.Prompt, attempt.Flash);
                if (await SeeNextAsync(capture, stop) is { } failure)
                {
                    return failure;
                }
            }

            show(FacePrompt.None, null);            // no colour stays on the screen while faces are compared
            return await CompareAsync(portrait, stop);
        }
        finally
        {
            face.Close();
            CryptographicOperations.ZeroMemory(_best);
        }
    }

    private async Task<Failure?> SeeNextAsync(ICapture capture, CancellationToken stop)
    {
        var next = await capture.NextAsync(stop);
        if (next.Failure is { } failure)
        {
            return failure;
        }

        var frame = next.Value;
        try
        {
            face.Picture(frame.Jpeg);
            (_first, _last) = (_first == 0 ? frame.Sequence : _first, frame.Sequence);
            var measured = await devices.Analyser.MeasureAsync(frame.Jpeg, attempt.NextTask(session), stop);
            return Take(frame, measured);
        }
        finally
        {
            if (!ReferenceEquals(_best, frame.Jpeg))
            {
                CryptographicOperations.ZeroMemory(frame.Jpeg);
            }
        }
    }

    // A single picture may be broken on its way; a camera that sends nothing else is no camera.
    private Failure? Take(CameraFrame frame, Outcome<FaceMeasures> measured)
    {
        foreach (var (number, at) in face.Shown())
        {
            attempt.Displayed(number, time.GetElapsedTime(_began, at));
        }

        if (measured.Ok)
        {
            _measured++;
            if (attempt.Observe(time.GetElapsedTime(_began, frame.At), frame.Sha256, measured.Value))
            {
                CryptographicOperations.ZeroMemory(_best);
                (_best, _bestSha256) = (frame.Jpeg, frame.Sha256);
            }
        }
        else if (measured.Failure is { Fault: not DeviceFault.PictureUnreadable } || ++_unreadable > MostUnreadable)
        {
            return measured.Failure;
        }

        attempt.Elapse(time.GetElapsedTime(_began));
        return null;
    }

    private async ValueTask<Outcome<FaceSeen>> CompareAsync(ReadOnlyMemory<byte> portrait, CancellationToken stop)
    {
        FaceMatch? match = null;
        if (attempt.Verdict is { Outcome: LivenessOutcome.Live, BestFace: { } box } && _best is not null)
        {
            var compared = await devices.Matcher.CompareAsync(portrait, _best, box, stop);
            if (compared.Failure is { } failure)
            {
                return failure;
            }

            match = compared.Value;
        }

        var displayed = face.Shown().ToDictionary(s => s.Key, s => time.GetElapsedTime(_began, s.Value));
        var passed = _first == 0 ? 0 : (uint)(_last - _first + 1);
        return new FaceSeen(
            attempt.Verdict, match, _bestSha256, displayed, (_measured, passed > _measured ? passed - _measured : 0));
    }
}
