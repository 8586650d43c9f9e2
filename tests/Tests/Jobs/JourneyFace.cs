using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Face;
using KioskSuite.Journal;
using KioskSuite.Tests.Identity.Liveness;

namespace KioskSuite.Tests.Jobs;

/// <summary>A clock that goes on by itself for timers, and by one picture for whoever measures time.</summary>
internal sealed class PictureTime : TimeProvider
{
    private long _pictures;

    public static TimeSpan Period { get; } = TimeSpan.FromMilliseconds(100);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _pictures) * Period.Ticks;

    public void Picture() => Interlocked.Increment(ref _pictures);
}

/// <summary>
/// A camera without pictures: an actor sees what the screen shows, and is measured instead of a frame.
/// </summary>
internal sealed class JourneyFace(Actor actor, PictureTime time)
    : ICamera, ICapture, IFaceAnalyser, IFaceMatcher, IEvidenceFiles
{
    private const double TurnsPerPicture = 0.12;
    private readonly Queue<(long At, FacePrompt Prompt)> _heard = [];
    private readonly List<(long At, FlashColour? Colour)> _screen = [];
    private FacePrompt _last;
    private FacePrompt _does;
    private double _yaw;
    private bool _anchored;
    private ulong _frames;

    public JourneyBoard Board { get; set; } = new();

    public FaceBoard Screen { get; } = new(time);

    public FaceDevices Devices => new(this, this, this);

    public FaceParts Parts => new(Screen, this, RandomNumberGenerator.Create(), "test", new byte[32]);

    /// <summary>From this frame on the camera fails so.</summary>
    public (ulong Frame, DeviceFault Fault)? Fails { get; set; }

    public bool Same { get; set; } = true;

    public bool EvidenceFull { get; set; }

    /// <summary>Before this frame the person presses "another way"; 0 for never.</summary>
    public ulong LeavesAt { get; set; }

    public int Captures { get; private set; }

    public List<byte[]> Evidence { get; } = [];

    public List<byte[]> Handed { get; } = [];

    public string Name => "camera";

    public string Link => "memory";

    string IFaceAnalyser.Method => "actor's measures";

    string IFaceMatcher.Method => "actor's likeness";

    FaceModel? IFaceAnalyser.Model => new("eyes.onnx", new string('a', 64));

    FaceModel? IFaceMatcher.Model => Compares;

    /// <summary>The file that compares, if one does.</summary>
    public FaceModel? Compares { get; set; } = new("likeness.onnx", new string('B', 64));

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => new(default(Done));

    public ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop) => new(default(DeviceCondition));

    public ValueTask<Outcome<ICapture>> CaptureAsync(CancellationToken stop)
    {
        Captures++;
        (_anchored, _yaw, _does, _last) = (false, 0, FacePrompt.None, FacePrompt.None);
        _heard.Clear();
        _screen.Clear();
        Outcome<ICapture> begun = Fails is { Frame: 0 } f ? f.Fault : this;
        return new(begun);
    }

    public ValueTask<Outcome<CameraFrame>> NextAsync(CancellationToken stop)
    {
        _frames++;
        time.Picture();
        if (Fails is { } f && _frames >= f.Frame)
        {
            return new(f.Fault);
        }

        if (_frames == LeavesAt)
        {
            Screen.Leave();
        }

        See();
        var jpeg = new byte[] { 1, 2, 3 };
        Handed.Add(jpeg);
        var hash = SHA256.HashData(BitConverter.GetBytes(_frames));
        return new(new CameraFrame(_frames, time.GetTimestamp(), jpeg, hash));
    }

    public ValueTask<Outcome<FaceMeasures>> MeasureAsync(
        ReadOnlyMemory<byte> jpeg, FaceTask task, CancellationToken stop)
    {
        _anchored |= task.Anchor is not null;
        var seen = time.GetTimestamp() - (actor.Lag * PictureTime.Period.Ticks) + (PictureTime.Period.Ticks / 2);
        var light = _screen.FindLast(shown => shown.At <= seen).Colour;
        return new(actor.Measure(_yaw, light, task, _anchored));
    }

    public ValueTask<Outcome<FaceMatch>> CompareAsync(
        ReadOnlyMemory<byte> portrait, ReadOnlyMemory<byte> frame, FaceBox face, CancellationToken stop) =>
        new(new FaceMatch(Same, Same ? 0.9 : 0.1, 0.5));

    public ValueTask<SealedFile?> WriteAsync(ulong @case, string kind, byte[] content, CancellationToken stop)
    {
        if (EvidenceFull)
        {
            return new((SealedFile?)null);
        }

        Evidence.Add(content);
        return new(new SealedFile($"{@case}-{Evidence.Count}", SHA256.HashData(content), content.Length));
    }

    public ValueTask DisposeAsync() => default;

    private void See()
    {
        var now = time.GetTimestamp();
        if (Board.View.Face is { } face)
        {
            if (face.Prompt != _last)
            {
                _heard.Enqueue((now, _last = face.Prompt));
            }

            if (face.Flash?.Colour != (_screen.Count > 0 ? _screen[^1].Colour : null))
            {
                _screen.Add((now, face.Flash?.Colour));
                Screen.Displayed(face.Flash?.Number ?? 0, TimeSpan.Zero);
            }
        }

        while (_heard.TryPeek(out var heard) && now - heard.At >= actor.Reaction.Ticks)
        {
            _does = _heard.Dequeue().Prompt;
        }

        _yaw += Math.Clamp(actor.Turns(_does) - _yaw, -TurnsPerPicture, TurnsPerPicture);
    }
}
