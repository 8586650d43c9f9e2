using KioskSuite.Imaging.Vision;

namespace KioskSuite.Imaging;

/// <summary>What finds faces and follows points.</summary>
public enum VisionBackend
{
    /// <summary>Code of our own; needs the cascade and nothing else.</summary>
    Managed,

    /// <summary>OpenCV 4.6, by the shim in <c>native/</c>.</summary>
    OpenCv,
}

/// <summary>How the imaging process is started and how long it may think.</summary>
public sealed record ImagingOptions
{
    /// <summary>Program to start; by default the <c>dotnet</c> that runs this process.</summary>
    public string Executable { get; init; } =
        Path.GetFileName(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    /// <summary>Its arguments; by default the imaging assembly beside this one, and what sees.</summary>
    public IReadOnlyList<string> Arguments
    {
        get => field ?? [Path.Combine(AppContext.BaseDirectory, "KioskSuite.Imaging.dll"), .. Choice.Build()];
        init;
    }

    /// <summary>The face detector's trained data, as Debian's opencv-data installs it.</summary>
    public string Cascade { get; init; } = "/usr/share/opencv4/lbpcascades/lbpcascade_frontalface_improved.xml";

    public VisionBackend Vision { get; init; }

    /// <summary>Path of the built shim; only OpenCV needs it.</summary>
    public string OpenCvShim { get; init; } = Path.Combine(AppContext.BaseDirectory, "libkioskvision.so");

    /// <summary>A YuNet model that finds faces in place of the cascade; null for the cascade.</summary>
    public ModelFile? Detector { get; init; }

    /// <summary>A model that compares faces in place of the built-in comparer; it needs a detector.</summary>
    public MatcherModel? Matcher { get; init; }

    /// <summary>Threads of OpenCV, at most 64; 0 for as many as it likes.</summary>
    public int OpenCvThreads { get; init; } = 1;

    /// <summary>Time for one attempt at a card face. A request is tried twice at most.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time for one attempt at a picture of a camera: a customer stands before it.</summary>
    public TimeSpan PictureWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What an attempt may take longer when it has to start the process first.</summary>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time that a process whose input has ended, or that was killed, has to be gone.</summary>
    public TimeSpan EndWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What finds and follows, as records name it.</summary>
    internal string Analyser
    {
        get
        {
            var finder = Detector is null ? $"cascade {Path.GetFileNameWithoutExtension(Cascade)}" : "YuNet model";
            return $"{(Vision == VisionBackend.OpenCv ? "OpenCV" : "managed 1")}, {finder}";
        }
    }

    /// <summary>What compares, as screens and records name it.</summary>
    internal string Comparer =>
        Matcher is { } matcher ? $"model {matcher.File.ToModel().Name}" : FaceComparer.Method;

    /// <summary>Bytes of managed memory: models of the allowed size need more.</summary>
    internal long Heap => (Detector is null && Matcher is null ? 64L : 256L) * 1024 * 1024;

    private VisionChoice Choice =>
        new(Cascade, Vision == VisionBackend.OpenCv ? OpenCvShim : null, OpenCvThreads)
        {
            Detector = Detector,
            Matcher = Matcher,
        };
}
