using KioskSuite.Devices;

namespace KioskSuite.Identity.Liveness;

/// <summary>Whether the face is still that of the session.</summary>
internal enum LockState
{
    Held,

    /// <summary>Not seen at this moment.</summary>
    Missing,

    /// <summary>Not seen for too long.</summary>
    Lost,

    /// <summary>Somewhere else at once, or a second person stays in the picture.</summary>
    Replaced,
}

/// <summary>Holds on to one face: its box overlaps itself from picture to picture, its points stay on it.</summary>
internal sealed class IdentityLock(LivenessRules rules)
{
    private FaceBox? _last;
    private TimeSpan _seen;
    private TimeSpan _found;
    private TimeSpan? _crowded;

    /// <summary>Holds on to whatever face comes next.</summary>
    public void Release(TimeSpan at) => (_last, _seen, _found, _crowded) = (null, at, at, null);

    /// <param name="at">When the picture was taken.</param>
    /// <param name="measures">They make sense.</param>
    /// <param name="lookedFor">Faces were looked for.</param>
    /// <param name="reason">What is wrong with the picture.</param>
    public LockState Observe(TimeSpan at, FaceMeasures measures, bool lookedFor, FacePrompt reason)
    {
        var before = _last;
        _crowded = reason == FacePrompt.OnePersonOnly ? _crowded ?? at : null;
        if (measures.Face is { } face && before is { } last && MeasureRules.Overlap(face, last) < rules.SameFace)
        {
            return LockState.Replaced;
        }

        if (at - _crowded >= rules.LostAfter)
        {
            return LockState.Replaced;
        }

        if (lookedFor && measures.Face is { } own && measures.Faces.Any(found => IsSame(found, own)))
        {
            _found = at;
        }

        if (!IsSeen(at, measures, lookedFor))
        {
            return at - _seen > rules.LostAfter ? LockState.Lost : LockState.Missing;
        }

        (_last, _seen) = (measures.Face, at);
        return LockState.Held;
    }

    private bool IsSeen(TimeSpan at, FaceMeasures measures, bool lookedFor)
    {
        if (measures.Face is not { } face)
        {
            return false;
        }

        // Points that stuck to the background stay where they are while the face is found elsewhere, or nowhere.
        var elsewhere = lookedFor && measures.Faces.Count > 0 && !measures.Faces.Any(found => IsSame(found, face));
        var points = measures.Points;
        return !elsewhere && at - _found <= rules.UndetectedWithin
            && (points.Count == 0 || points.Count(point => point.Found) >= rules.PointsHeld * points.Count);
    }

    private bool IsSame(FaceBox a, FaceBox b) => MeasureRules.Overlap(a, b) >= rules.SameFace;
}
