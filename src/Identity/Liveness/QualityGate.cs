using KioskSuite.Devices;

namespace KioskSuite.Identity.Liveness;

/// <summary>Says what is wrong with a picture, and what to tell the person: only what has stood for a while.</summary>
internal sealed class QualityGate(LivenessRules rules)
{
    private FacePrompt _reason;
    private FacePrompt _candidate;
    private TimeSpan _since;
    private bool _crowded;

    /// <summary>What the person is told; <see cref="FacePrompt.None"/> when nothing is wrong for long.</summary>
    public FacePrompt Guidance { get; private set; }

    /// <summary>The reason of this picture, the most important one.</summary>
    /// <param name="at">When it was taken.</param>
    /// <param name="measures">They make sense.</param>
    /// <param name="lookedFor">Faces were looked for; else the last count stands.</param>
    public FacePrompt Observe(TimeSpan at, FaceMeasures measures, bool lookedFor)
    {
        if (lookedFor)
        {
            _crowded = measures.Faces.Count > 1
                && measures.Faces.OrderByDescending(face => face.Width).ElementAt(1).Width
                    >= rules.OtherFace * measures.Faces.Max(face => face.Width);
        }

        _reason = Reason(measures);
        if (_reason != _candidate)
        {
            (_candidate, _since) = (_reason, at);
        }

        if (at - _since >= rules.GuidanceStands)
        {
            Guidance = _candidate;
        }

        return _reason;
    }

    private FacePrompt Reason(FaceMeasures measures)
    {
        if (measures.Face is not { } face)
        {
            return FacePrompt.ComeIntoView;
        }

        var size = face.Width / (double)measures.Height;
        var aside = Math.Max(
            Math.Abs((face.CentreX / (double)measures.Width) - 0.5),
            Math.Abs((face.CentreY / (double)measures.Height) - 0.5));
        if (_crowded) return FacePrompt.OnePersonOnly;
        if (Below(size, rules.SmallestFace, FacePrompt.ComeCloser)) return FacePrompt.ComeCloser;
        if (Above(size, rules.LargestFace, FacePrompt.MoveBack)) return FacePrompt.MoveBack;
        if (Above(aside, rules.OffMiddle, FacePrompt.MoveToTheMiddle)) return FacePrompt.MoveToTheMiddle;
        if (Below(measures.Brightness, rules.Dark, FacePrompt.MoreLight)) return FacePrompt.MoreLight;
        if (Above(measures.Glare, rules.Glare, FacePrompt.LessLight)
            || Above(measures.Brightness, rules.Bright, FacePrompt.LessLight))
        {
            return FacePrompt.LessLight;
        }

        return Below(measures.Sharpness, rules.Blurred, FacePrompt.HoldStill) ? FacePrompt.HoldStill : FacePrompt.None;
    }

    private bool Below(double value, double threshold, FacePrompt reason) =>
        value < threshold * (_reason == reason ? 1 + rules.Margin : 1);

    private bool Above(double value, double threshold, FacePrompt reason) =>
        value > threshold * (_reason == reason ? 1 - rules.Margin : 1);
}
