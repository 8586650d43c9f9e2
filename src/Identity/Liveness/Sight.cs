using KioskSuite.Devices;

namespace KioskSuite.Identity.Liveness;

/// <summary>One picture as the steps see it.</summary>
/// <param name="At">When it was taken, since the try's start.</param>
/// <param name="Face">The face of this session, or null.</param>
/// <param name="Found">It was looked for and found upright and frontal in this picture.</param>
/// <param name="Reason">What is wrong with the picture; <see cref="FacePrompt.None"/> when it is good.</param>
/// <param name="Motion">How its points have moved since the anchor; null when too few are followed.</param>
/// <param name="Skin">Mean colour of forehead and cheeks.</param>
internal sealed record Sight(
    TimeSpan At, FaceBox? Face, bool Found, FacePrompt Reason, FaceMotion? Motion, MeanColour Skin)
{
    public bool IsGood => Reason == FacePrompt.None;
}

/// <summary>How a step stands.</summary>
internal enum StepEnd
{
    /// <summary>It goes on.</summary>
    None = 0,
    Done = 1,

    /// <summary>What was asked was not done, or could not be measured.</summary>
    NotDone = 2,

    /// <summary>It was measured, and speaks against a living person.</summary>
    Contradicted = 3,
}

/// <summary>What is asked of the person at one time.</summary>
internal interface IStep
{
    FacePrompt Prompt { get; }

    FlashShown? Flash => null;

    /// <summary>What it measured so far, for the evidence.</summary>
    IEnumerable<CueResult> Cues => [];

    StepEnd Observe(Sight sight);

    StepEnd Elapse(TimeSpan at);

    void Displayed(int number, TimeSpan at)
    {
    }
}
