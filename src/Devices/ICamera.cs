namespace KioskSuite.Devices;

/// <summary>A camera that looks at the person before the kiosk.</summary>
public interface ICamera : IDevice
{
    /// <summary>Begins to capture; the camera stays off while nobody captures.</summary>
    ValueTask<Outcome<ICapture>> CaptureAsync(CancellationToken stop);
}

/// <summary>Frames of one session with the camera, until disposed.</summary>
public interface ICapture : IAsyncDisposable
{
    /// <summary>
    /// The newest frame that was not taken yet; older ones are dropped. Ends within the adapter's deadline, with
    /// <see cref="DeviceFault.Timeout"/>, <see cref="DeviceFault.Offline"/>, <see cref="DeviceFault.Garbage"/> or
    /// <see cref="DeviceFault.CameraFrozen"/>; after a failure the capture is over.
    /// </summary>
    ValueTask<Outcome<CameraFrame>> NextAsync(CancellationToken stop);
}

/// <summary>One picture as the camera sent it, undecoded. Whoever takes it zeroes <see cref="Jpeg"/>.</summary>
/// <param name="Sequence">From 1; a gap shows dropped frames.</param>
/// <param name="At">Timestamp of the kiosk's own monotonic clock when its last byte arrived.</param>
/// <param name="Jpeg">Baseline JPEG as received; nobody has looked into it.</param>
/// <param name="Sha256">Of <paramref name="Jpeg"/>.</param>
public sealed record CameraFrame(ulong Sequence, long At, byte[] Jpeg, byte[] Sha256)
{
    public override string ToString() => $"frame {Sequence}, {Jpeg.Length} bytes";
}
