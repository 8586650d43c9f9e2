namespace KioskSuite.Imaging;

/// <summary>How the imaging process is started and how long it may think.</summary>
public sealed record ImagingOptions
{
    /// <summary>Program to start; by default the <c>dotnet</c> that runs this process.</summary>
    public string Executable { get; init; } =
        Path.GetFileName(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    /// <summary>Its arguments; by default the imaging assembly beside this one.</summary>
    public IReadOnlyList<string> Arguments { get; init; } =
        [Path.Combine(AppContext.BaseDirectory, "KioskSuite.Imaging.dll")];

    /// <summary>Time for one attempt, start of the process included. A request is tried twice at most.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time that a process whose input has ended, or that was killed, has to be gone.</summary>
    public TimeSpan EndWithin { get; init; } = TimeSpan.FromSeconds(2);
}
