using KioskSuite.Devices;

namespace KioskSuite.Identity.Liveness;

/// <summary>
/// What the person before the camera is asked or told. Closed; words stand in the screen's resources.
/// </summary>
public enum FacePrompt
{
    None,
    ComeIntoView,
    ComeCloser,
    MoveBack,
    MoveToTheMiddle,
    OnePersonOnly,
    MoreLight,
    LessLight,
    HoldStill,
    LookStraight,
    TurnLeft,
    TurnRight,
    WatchTheColours,
}

/// <summary>A step of a try. A try begins with <see cref="Centre"/>; the order of the others is its nonce's.</summary>
public enum LivenessStep
{
    Centre,

    /// <summary>The person's own left.</summary>
    TurnLeft,
    TurnRight,
    Flash,
}

/// <summary>Colours of the flash; each is shown once, in the nonce's order.</summary>
public enum FlashColour
{
    Red,
    Yellow,
    Green,
    Cyan,
    Blue,
    Magenta,
}

/// <summary>What a try came to.</summary>
public enum LivenessOutcome
{
    /// <summary>A living person did all that was asked.</summary>
    Live = 1,

    /// <summary>The time ran out: nobody there, bad light, not done what was asked.</summary>
    TimedOut = 2,

    /// <summary>The face was lost, or another took its place.</summary>
    Lost = 3,

    /// <summary>Everything could be measured, and it does not look like a living person.</summary>
    AttackSuspected = 4,
}

/// <summary>The colour that the screen shows now, and which of the six it is, from 1.</summary>
public sealed record FlashShown(int Number, FlashColour Colour);

/// <summary>One cue: what it measured against what, and whether that was enough. For sealed evidence only.</summary>
/// <param name="Name">Such as <c>parallax-left</c>, <c>flash</c>, <c>repeat</c>.</param>
public sealed record CueResult(string Name, double Score, double Threshold, bool Passed)
{
    public override string ToString() => $"cue {Name}";
}

/// <summary>When a step of a try began and ended, since the try's start, and whether it was done.</summary>
public sealed record StepResult(LivenessStep Step, TimeSpan Began, TimeSpan Ended, bool Done);

/// <summary>What a try came to, and why. Cues are for sealed evidence only.</summary>
public sealed record LivenessVerdict(
    LivenessOutcome Outcome, IReadOnlyList<StepResult> Steps, IReadOnlyList<CueResult> Cues, FaceBox? BestFace)
{
    public override string ToString() => $"{Outcome}";
}
