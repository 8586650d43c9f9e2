using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;

namespace KioskSuite.Benchmarks.PadSuite;

/// <summary>All that the pipeline has of the world: frames, and a screen that says when it showed a colour.</summary>
internal interface IStage
{
    /// <summary>JPEG of that moment.</summary>
    byte[] NextFrame(TimeSpan at);

    void Show(FacePrompt prompt, TimeSpan at);

    /// <summary>The screen is told to show this colour, or its page.</summary>
    /// <returns>When it does.</returns>
    TimeSpan Light(FlashShown? flash, TimeSpan at);
}

/// <summary>Measures the pictures of one booth, in order, and what that cost.</summary>
internal interface IMeter
{
    TimeSpan Cpu { get; }

    Outcome<FaceMeasures> Measure(byte[] jpeg, FaceTask task);
}

/// <summary>The straightest, sharpest picture of a try, and where the face is in it.</summary>
internal sealed record BestPicture(byte[] Jpeg, FaceBox Face);

/// <summary>What the pipeline came to. Nothing in it says who stood there.</summary>
/// <param name="Best">Of the last try.</param>
internal sealed record Decision(
    int Presentation, IReadOnlyList<LivenessVerdict> Tries, IReadOnlyList<TimeSpan> Took, int Frames, TimeSpan Cpu,
    BestPicture? Best = null)
{
    public bool Accepted => Tries.Any(verdict => verdict.Outcome == LivenessOutcome.Live);

    /// <summary>No try passed, and at least one spoke against a living person.</summary>
    public bool Rejected => !Accepted && Tries.Any(verdict => verdict.Outcome == LivenessOutcome.AttackSuspected);
}
