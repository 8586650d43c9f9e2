using System.Globalization;

namespace KioskSuite.Imaging.Vision;

/// <summary>Which vision the child opens, and with which models: its command line.</summary>
/// <param name="Cascade">Path of the detector's trained data.</param>
/// <param name="Shim">Path of OpenCV's shim, or null for the built-in vision.</param>
/// <param name="Threads">Threads of OpenCV; 0 for as many as it likes.</param>
internal sealed record VisionChoice(string Cascade, string? Shim, int Threads)
{
    private const string Managed = "managed";
    private const string OpenCv = "opencv";
    private const string WithDetector = "detector";
    private const string WithMatcher = "matcher";
    private const string Rgb = "rgb";
    private const string BlueFirst = "bgr";

    /// <summary>Finds faces in place of the cascade.</summary>
    public ModelFile? Detector { get; init; }

    /// <summary>Compares faces in place of the built-in comparer.</summary>
    public MatcherModel? Matcher { get; init; }

    /// <summary><c>CASCADE managed</c> or <c>CASCADE opencv SHIM THREADS</c>, then the models.</summary>
    public string[] Build()
    {
        string[] vision = Shim is null ? [Cascade, Managed] : [Cascade, OpenCv, Shim, Text(Threads)];
        string[] detector = Detector is { } d ? [WithDetector, d.Path, d.Sha256] : [];
        string[] matcher = Matcher is { } m
            ? [WithMatcher, m.File.Path, m.File.Sha256, Text(m.Threshold), Text(m.Mean), Text(m.Scale),
                m.Bgr ? BlueFirst : Rgb]
            : [];
        return [.. vision, .. detector, .. matcher];
    }

    /// <returns>The choice, or null for any other words.</returns>
    public static VisionChoice? Parse(ReadOnlySpan<string> words) => words switch
    {
        [.. var rest, WithMatcher, var path, var hash, var threshold, var mean, var scale, Rgb or BlueFirst]
            when TryReal(threshold, out var t) && TryReal(mean, out var m) && TryReal(scale, out var s)
                && Parse(rest) is { Matcher: null } choice =>
            choice with { Matcher = new(new(path, hash), t, m, s, words[^1] == BlueFirst) },
        [.. var rest, WithDetector, var path, var hash] when Parse(rest) is { Detector: null, Matcher: null } choice =>
            choice with { Detector = new(path, hash) },
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

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static bool TryReal(string word, out float value) =>
        float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
}
