namespace KioskSuite.KioskInABox.Camera;

/// <summary>What is wrong with the stream itself, whatever stands before the lens.</summary>
internal enum StreamFault
{
    None,

    /// <summary>After a second the same picture for ever.</summary>
    Frozen,

    /// <summary>Not the camera's pictures: some seconds of an old session, again and again.</summary>
    InjectedLoop,
}

/// <summary>What a frame showed, for those who judge afterwards and for nobody before.</summary>
/// <param name="Sequence">From 1.</param>
/// <param name="Milliseconds">When it was taken from the camera.</param>
/// <param name="Yaw">Of the face shown, or of the sheet if that was turned further; degrees.</param>
internal sealed record FrameTruth(
    long Sequence, double Milliseconds, string Shown, int? Identity, float Yaw, string? Colour, string Stream);

/// <summary>A camera before a subject: each call gives the picture of that moment. One thread at a time.</summary>
/// <param name="studio">May be shared by cameras that take turns.</param>
internal sealed class SimulatedCamera(Subject subject, Studio studio, uint seed, StreamFault fault = StreamFault.None)
{
    private const int LoopFrames = 60;

    /// <summary>Exposure, reading out, compressing.</summary>
    private static readonly TimeSpan s_latency = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan s_freezesAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    private readonly Subject _old = new(subject.Someone, seed ^ 1);
    private TimeSpan? _first;
    private byte[] _frozen = [];
    private long _sequence;

    /// <summary>Of the last frame.</summary>
    public FrameTruth? Truth { get; private set; }

    /// <summary>A baseline JPEG, 480 × 360.</summary>
    /// <param name="at">On the subject's clock; later than at the call before.</param>
    public byte[] NextFrame(TimeSpan at)
    {
        _first ??= at;
        _sequence++;
        var (watched, moment, noise) = (subject, at - s_latency, (uint)_sequence);
        if (fault == StreamFault.InjectedLoop)
        {
            noise = (uint)((_sequence - 1) % LoopFrames);
            (watched, moment) = (_old, noise * s_period);
        }

        var scene = watched.SceneAt(moment);
        var sheet = scene.Sheet;
        var turned = sheet is not null && MathF.Abs(sheet.Pose.Yaw) > MathF.Abs(sheet.Shown.Pose.Yaw)
            ? sheet.Pose.Yaw
            : (sheet?.Shown ?? scene.First)?.Pose.Yaw ?? 0;
        Truth = new(
            _sequence, at.TotalMilliseconds, watched.Someone.Name, watched.Someone.Identity, turned,
            watched.ColourAt(moment), fault.ToString());
        if (fault == StreamFault.Frozen && at - _first > s_freezesAfter && _frozen.Length > 0)
        {
            return [.. _frozen];
        }

        var jpeg = studio.Take(scene, (noise * 2654435761) ^ seed);
        _frozen = fault == StreamFault.Frozen ? jpeg : _frozen;
        return jpeg;
    }
}
