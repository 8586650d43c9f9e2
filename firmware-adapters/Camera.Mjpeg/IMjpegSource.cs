using KioskSuite.Devices;

namespace KioskSuite.Camera.Mjpeg;

/// <summary>Where the bytes of a camera come from.</summary>
public interface IMjpegSource
{
    /// <summary>Switches the camera on. The caller has a deadline, and disposes what it gets.</summary>
    /// <returns>The bytes; <see cref="DeviceFault.Offline"/>, <see cref="DeviceFault.Refused"/> or
    /// <see cref="DeviceFault.Garbage"/>.</returns>
    ValueTask<Outcome<IMjpegStream>> OpenAsync(CancellationToken stop);
}

/// <summary>The bytes of one session; the camera is off when disposed.</summary>
public interface IMjpegStream : IAsyncDisposable
{
    /// <summary>
    /// <c>multipart/x-mixed-replace; boundary=…</c>, or <c>video/x-motion-jpeg</c> for pictures one after the other.
    /// </summary>
    string ContentType { get; }

    /// <summary>Time between two pictures where the source has none of its own; zero for a live camera.</summary>
    TimeSpan Gap { get; }

    /// <summary>At least one byte, or <see cref="DeviceFault.Offline"/> at the end.</summary>
    ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop);
}
