using KioskSuite.Devices;
using Microsoft.Win32.SafeHandles;

namespace KioskSuite.Camera.Mjpeg;

/// <summary>A recording: pictures one after the other, or a stored multipart body, played once.</summary>
/// <param name="path">A regular file.</param>
/// <param name="framesPerSecond">Above 0.</param>
public sealed class FileMjpegSource(string path, double framesPerSecond) : IMjpegSource
{
    private const int LongestFirstLine = 128;

    /// <remarks>A local file is read at once; nothing here waits.</remarks>
    public ValueTask<Outcome<IMjpegStream>> OpenAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Open());
    }

    private Outcome<IMjpegStream> Open()
    {
        try
        {
            var file = File.OpenHandle(path);
            return new Recording(file, KindOf(file), TimeSpan.FromSeconds(1 / framesPerSecond));
        }
        catch (IOException)
        {
            return DeviceFault.Offline;
        }
        catch (UnauthorizedAccessException)
        {
            return DeviceFault.Refused;
        }
    }

    private static string KindOf(SafeFileHandle file)
    {
        Span<byte> first = stackalloc byte[LongestFirstLine];
        first = first[..RandomAccess.Read(file, first, 0)];
        return MultipartBoundary.OfFirstLine(first)?.ContentType ?? MultipartBoundary.PicturesOnly;
    }

    private sealed class Recording(SafeFileHandle file, string contentType, TimeSpan gap) : IMjpegStream
    {
        private long _at;

        public string ContentType => contentType;

        public TimeSpan Gap => gap;

        public ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop)
        {
            stop.ThrowIfCancellationRequested();
            return ValueTask.FromResult(Read(buffer.Span));
        }

        public ValueTask DisposeAsync()
        {
            file.Dispose();
            return ValueTask.CompletedTask;
        }

        private Outcome<int> Read(Span<byte> buffer)
        {
            try
            {
                var count = RandomAccess.Read(file, buffer, _at);
                _at += count;
                return count > 0 ? count : DeviceFault.Offline;
            }
            catch (IOException)
            {
                return DeviceFault.Offline;
            }
        }
    }
}
