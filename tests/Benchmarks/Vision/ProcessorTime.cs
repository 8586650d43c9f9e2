using System.Diagnostics;

namespace KioskSuite.Benchmarks.Vision;

/// <summary>Processor time that processes have used.</summary>
internal static class ProcessorTime
{
    /// <summary>Seconds of this process and the others named; a process that is gone counts nothing.</summary>
    public static double Of(params ReadOnlySpan<int> processes)
    {
        var sum = 0.0;
        foreach (var id in processes)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                sum += process.TotalProcessorTime.TotalSeconds;
            }
            catch (ArgumentException)
            {
                // Gone between two readings; its time went with it.
                continue;
            }
        }

        return sum;
    }
}
