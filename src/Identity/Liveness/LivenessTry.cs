using KioskSuite.Devices;

namespace KioskSuite.Identity.Liveness;

/// <summary>
/// One try, from the first picture to the verdict: quality, identity lock, challenge, cues, fusion. Pure: it sees
/// measures and times since its own start, and says what to show and what to measure next. Not safe for two callers.
/// </summary>
public sealed class LivenessTry(LivenessPlan plan, LivenessRules rules)
{
    /// <summary>What the person is asked or told at this moment.</summary>
    public FacePrompt Prompt => throw new InvariantException("not built");

    /// <summary>The colour to be shown at this moment, or null.</summary>
    public FlashShown? Flash => throw new InvariantException("not built");

    /// <summary>Set once, when the try is over.</summary>
    public LivenessVerdict? Verdict => throw new InvariantException("not built");

    /// <summary>What is wanted of the next picture.</summary>
    public FaceTask NextTask(uint session) => throw new InvariantException($"not built {plan} {rules} {session}");

    /// <summary>The screen has shown a colour since this moment.</summary>
    public void Displayed(int number, TimeSpan at) => throw new InvariantException($"not built {number} {at}");

    /// <summary>A picture was measured.</summary>
    /// <param name="at">When it was taken.</param>
    /// <param name="sha256">Hash of the picture as sent.</param>
    /// <param name="measures">What was measured in it.</param>
    /// <returns>True when it is the best frontal picture so far, so that the caller keeps it.</returns>
    public bool Observe(TimeSpan at, ReadOnlySpan<byte> sha256, FaceMeasures measures) =>
        throw new InvariantException($"not built {at} {sha256.Length} {measures}");

    /// <summary>Time goes by, also without pictures: windows close, the try ends in time.</summary>
    public void Elapse(TimeSpan at) => throw new InvariantException($"not built {at}");
}
