using System.Runtime.InteropServices;
using KioskSuite.Devices;
using KioskSuite.Imaging;
using KioskSuite.Imaging.Vision;

namespace KioskSuite.Benchmarks.PadSuite;

/// <summary>The product's own measuring, in this process, with the processor time of the calling thread.</summary>
internal sealed partial class Meter : IMeter, IDisposable
{
    private const int ThreadCpuClock = 3;
    private readonly ManagedVision _vision;
    private readonly FaceMeter _meter;

    private Meter(Cascade cascade)
    {
        _vision = new(cascade);
        _meter = new(_vision);
    }

    public TimeSpan Cpu { get; private set; }

    /// <summary>Null when the cascade is not installed.</summary>
    public static Meter? Open() =>
        CascadeReader.ReadFile(new ImagingOptions().Cascade) is { } cascade ? new(cascade) : null;

    public Outcome<FaceMeasures> Measure(byte[] jpeg, FaceTask task)
    {
        var before = Now();
        var measured = _meter.Measure(jpeg, task);
        Cpu += Now() - before;
        return measured;
    }

    public void Dispose()
    {
        _meter.Dispose();
        _vision.Dispose();
    }

    private static TimeSpan Now()
    {
        _ = clock_gettime(ThreadCpuClock, out var now);
        return TimeSpan.FromSeconds(now.Seconds) + TimeSpan.FromMicroseconds(now.Nanoseconds / 1000.0);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int clock_gettime(int clock, out Timespec now);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
