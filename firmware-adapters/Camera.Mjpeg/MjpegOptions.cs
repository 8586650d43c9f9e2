namespace KioskSuite.Camera.Mjpeg;

/// <summary>Times and bounds of a camera; none depends on the model.</summary>
public sealed record MjpegOptions
{
    /// <summary>How long the source may take to open: connect, ask, and the head of its answer.</summary>
    public TimeSpan OpenWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest gap between two whole frames, and before the first.</summary>
    public TimeSpan FrameWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a check believes what the camera last showed before it is switched on to look again.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Frames a second that are passed on; what comes faster is dropped unseen.</summary>
    public int FramesPerSecond { get; init; } = 60;

    /// <summary>Bytes a second that are read; what comes faster waits in the sender.</summary>
    public int BytesPerSecond { get; init; } = 32 * 1024 * 1024;

    /// <summary>So many same pictures in a row are a frozen camera; at least 2.</summary>
    public int FrozenFrames { get; init; } = 10;

    /// <summary>So long the same picture is a frozen camera too.</summary>
    public TimeSpan FrozenFor { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Largest picture in bytes, its padding included.</summary>
    public int LargestPicture { get; init; } = 1024 * 1024;

    /// <summary>Largest head of a part in bytes, with the delimiter before it.</summary>
    public int LargestHead { get; init; } = 4 * 1024;
}
