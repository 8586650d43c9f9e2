namespace KioskSuite.Identity.Liveness;

/// <summary>Times and thresholds of a try. Data; version and values go into the evidence.</summary>
public sealed record LivenessRules
{
    /// <summary>Rises with every change of a default.</summary>
    public int Version { get; init; } = 1;

    /// <summary>A try ends by then, whatever happens.</summary>
    public TimeSpan TryWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long each colour is shown: fewer than three changes a second (WCAG 2.2, 2.3.1).</summary>
    public TimeSpan ColourShown { get; init; } = TimeSpan.FromMilliseconds(400);
}
