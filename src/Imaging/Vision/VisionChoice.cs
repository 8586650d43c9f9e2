using System.Globalization;

namespace KioskSuite.Imaging.Vision;

/// <summary>Which vision the child opens: its command line.</summary>
/// <param name="Cascade">Path of the detector's trained data.</param>
/// <param name="Shim">Path of OpenCV's shim, or null for the built-in vision.</param>
/// <param name="Threads">Threads of OpenCV; 0 for as many as it likes.</param>
internal sealed record VisionChoice(string Cascade, string? Shim, int Threads)
{
    private const string Managed = "managed";
    private const string OpenCv = "opencv";

    /// <summary><c>CASCADE managed</c> or <c>CASCADE opencv SHIM THREADS</c>.</summary>
    public string[] Build() => Shim is null
        ? [Cascade, Managed]
        : [Cascade, OpenCv, Shim, Threads.ToString(CultureInfo.InvariantCulture)];

    /// <returns>The choice, or null for any other words.</returns>
    public static VisionChoice? Parse(ReadOnlySpan<string> words) => words switch
    {
        [var cascade, Managed] => new VisionChoice(cascade, null, 0),
        [var cascade, OpenCv, var shim, var threads]
            when int.TryParse(threads, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
            new VisionChoice(cascade, shim, number),
        _ => null,
    };

    /// <returns>The vision, or null where its library or its data is not installed.</returns>
    public IVision? Open()
    {
        if (Shim is null) return CascadeReader.ReadFile(Cascade) is { } cascade ? new ManagedVision(cascade) : null;
        var opened = OpenCvVision.Open(Shim, Cascade, Threads);
        return opened.Ok ? opened.Value : null;
    }
}
