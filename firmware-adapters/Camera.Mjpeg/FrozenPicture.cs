using KioskSuite.Devices;

namespace KioskSuite.Camera.Mjpeg;

/// <summary>
/// Tells a camera that stands still. A living one never sends the same bytes for long: its sensor's noise sees to it.
/// </summary>
internal sealed class FrozenPicture(MjpegOptions options, TimeProvider time)
{
    private byte[] _hash = [];
    private long _since;
    private int _same;

    /// <returns>Whether this picture came too often or for too long.</returns>
    public bool Sees(CameraFrame frame)
    {
        if (!frame.Sha256.AsSpan().SequenceEqual(_hash))
        {
            (_hash, _since, _same) = (frame.Sha256, frame.At, 1);
            return false;
        }

        _same++;
        return _same >= options.FrozenFrames || time.GetElapsedTime(_since, frame.At) >= options.FrozenFor;
    }
}
