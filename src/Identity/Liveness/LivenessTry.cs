using KioskSuite.Devices;

namespace KioskSuite.Identity.Liveness;

/// <summary>
/// One try, from the first picture to the verdict: quality, identity lock, challenge, cues, fusion. Pure: it sees
/// measures and times since its own start, and says what to show and what to measure next. Not safe for two callers.
/// </summary>
public sealed class LivenessTry
{
    /// <summary>Points of before a restart belong to another session of the analyser.</summary>
    private const uint SecondSession = 1u << 31;
    private const double BetterBy = 1.1;
    private readonly LivenessRules _rules;
    private readonly QualityGate _gate;
    private readonly IdentityLock _lock;
    private readonly SeenPictures _pictures;
    private readonly Challenge _challenge;
    private FaceBox? _anchor;
    private FaceBox? _bestFace;
    private double _best;
    private TimeSpan _now;
    private TimeSpan _lookedFor;
    private bool _looks = true;
    private bool _anchored;
    private bool _restarted;

    public LivenessTry(LivenessPlan plan, LivenessRules rules)
    {
        _rules = rules;
        (_gate, _lock, _pictures) = (new(rules), new(rules), new(rules));
        _challenge = new(plan, rules, () => _pictures.Period);
    }

    /// <summary>What the person is asked or told at this moment.</summary>
    public FacePrompt Prompt => Verdict is not null ? FacePrompt.None
        : _gate.Guidance is FacePrompt.ComeIntoView or FacePrompt.OnePersonOnly ? _gate.Guidance
        : _challenge.IsFacing && _gate.Guidance != FacePrompt.None ? _gate.Guidance
        : _challenge.Step.Prompt;

    /// <summary>The colour to be shown at this moment, or null.</summary>
    public FlashShown? Flash => Verdict is null ? _challenge.Step.Flash : null;

    /// <summary>Set once, when the try is over.</summary>
    public LivenessVerdict? Verdict { get; private set; }

    /// <summary>What is wanted of the next picture.</summary>
    public FaceTask NextTask(uint session) => new(_restarted ? session ^ SecondSession : session, _looks, _anchor);

    /// <summary>The screen has shown a colour since this moment.</summary>
    public void Displayed(int number, TimeSpan at)
    {
        if (Verdict is null)
        {
            _challenge.Step.Displayed(number, at);
        }
    }

    /// <summary>A picture was measured.</summary>
    /// <param name="at">When it was taken.</param>
    /// <param name="sha256">Hash of the picture as sent.</param>
    /// <param name="measures">What was measured in it, for the task that <see cref="NextTask"/> gave last.</param>
    /// <returns>True when it is the best frontal picture so far, so that the caller keeps it.</returns>
    public bool Observe(TimeSpan at, ReadOnlySpan<byte> sha256, FaceMeasures measures)
    {
        _now = at > _now ? at : _now;
        if (Verdict is not null || !MeasureRules.MakesSense(measures))
        {
            Elapse(_now);
            return false;
        }

        var isNew = _pictures.IsNew(_now, sha256, measures.Face is not null);
        var isBest = isNew && _pictures.Repeats == 0 && Follow(measures);
        Elapse(_now);
        if (Verdict is null && isNew)
        {
            Plan(measures.Face);
        }

        return isBest;
    }

    /// <summary>Time goes by, also without pictures: windows close, the try ends in time.</summary>
    public void Elapse(TimeSpan at)
    {
        _now = at > _now ? at : _now;
        if (Verdict is not null)
        {
            return;
        }

        if (_pictures.Repeats > 0 || _now >= _rules.TryWithin)
        {
            End(isReplaced: false, isOutOfTime: _now >= _rules.TryWithin);
            return;
        }

        _challenge.Elapse(_now);
        if (_challenge.End is not null)
        {
            End(isReplaced: false, isOutOfTime: false);
        }
    }

    private bool Follow(FaceMeasures measures)
    {
        var reason = _gate.Observe(_now, measures, _looks);
        var state = _lock.Observe(_now, measures, _looks, reason);
        if (state is LockState.Lost or LockState.Replaced)
        {
            LetGo(state);
            return false;
        }

        var hasNewPoints = _anchor is not null && measures.Points.Count > 0;
        _anchored |= hasNewPoints;
        var face = state == LockState.Held ? measures.Face : null;
        var found = face is { } own && _looks
            && measures.Faces.Any(other => MeasureRules.Overlap(other, own) >= _rules.SameFace);
        var sight = new Sight(
            _now, face, found, face is null ? FacePrompt.ComeIntoView : reason,
            face is { } box && _anchored ? FaceMotion.Of(measures.Points, box.Width) : null, measures.Skin);
        var isFacing = _challenge.IsFacing;
        _challenge.Observe(sight, hasNewPoints);
        return isFacing && found && sight.IsGood && IsStraight(sight) && IsBetter(measures, face!.Value);
    }

    /// <summary>
    /// Before anything was asked it costs nothing; after that, once, when the face was only out of sight.
    /// </summary>
    private void LetGo(LockState state)
    {
        var canRestart = state == LockState.Lost && !_restarted && _challenge.Step.Flash is null;
        if (_challenge.HasBegun && !canRestart)
        {
            End(isReplaced: true, isOutOfTime: false);
            return;
        }

        if (_challenge.HasBegun)
        {
            _restarted = true;
        }

        _challenge.Restart(_now);
        _lock.Release(_now);
        (_anchored, _anchor, _best, _bestFace) = (false, null, 0, null);
    }

    private void Plan(FaceBox? face)
    {
        _anchor = _challenge.WantsAnchor ? face : null;
        _lookedFor = _looks ? _now : _lookedFor;
        _looks = _challenge.IsFacing || !_anchored || _now - _lookedFor >= _rules.DetectEvery;
    }

    /// <summary>
    /// A head on its way back from a turn is found as frontal long before it is straight: either its points say so, or
    /// it has rested for as long as is asked.
    /// </summary>
    private bool IsStraight(Sight sight) => sight.Motion is { } motion && _challenge.HasBegun
        ? Math.Abs(motion.Parallax) <= _rules.Resting * _rules.Parallax
        : _challenge.WantsAnchor;

    private bool IsBetter(FaceMeasures measures, FaceBox face)
    {
        var value = (double)measures.Sharpness * face.Width;
        if (value <= _best * BetterBy)
        {
            return false;
        }

        (_best, _bestFace) = (value, face);
        return true;
    }

    private void End(bool isReplaced, bool isOutOfTime)
    {
        _challenge.Abandon(_now);
        List<CueResult> cues =
            [.. _challenge.Cues, new(Fusion.Repeat, _pictures.Repeats, 0, _pictures.Repeats == 0)];
        var findings = new Findings(_challenge.End, isReplaced, isOutOfTime, _challenge.Results, cues);
        Verdict = new(Fusion.Decide(findings), _challenge.Results, cues, _bestFace);
    }
}
