namespace KioskSuite.Identity.Liveness;

/// <summary>One step after the other, with a straight face before each.</summary>
internal sealed class Challenge
{
    private readonly LivenessPlan _plan;
    private readonly LivenessRules _rules;
    private readonly Func<TimeSpan> _period;
    private readonly List<StepResult> _results = [];
    private readonly List<CueResult> _cues = [];
    private FacingStep _facing;
    private int _next;
    private TimeSpan _began;

    public Challenge(LivenessPlan plan, LivenessRules rules, Func<TimeSpan> period)
    {
        (_plan, _rules, _period) = (plan, rules, period);
        Step = _facing = new(rules, rules.CentreHolds, rules.TryWithin);
    }

    public IStep Step { get; private set; }

    /// <summary>The face is to look straight: the only time for guidance, and for the best picture.</summary>
    public bool IsFacing => Step == _facing;

    /// <summary>The face has been straight for long enough; points chosen in the next picture begin the step.</summary>
    public bool WantsAnchor { get; private set; }

    /// <summary>Something has been asked already.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>All steps, done or given up; null as long as it goes on.</summary>
    public StepEnd? End { get; private set; }

    public IReadOnlyList<StepResult> Results => _results;

    public IReadOnlyList<CueResult> Cues => _cues;

    public void Observe(Sight sight, bool anchored)
    {
        if (WantsAnchor && anchored && sight is { IsGood: true, Motion: not null })
        {
            Begin(sight.At);
            return;
        }

        var end = Step.Observe(sight);
        WantsAnchor = IsFacing && end == StepEnd.Done;
        if (!IsFacing && end != StepEnd.None)
        {
            Finish(sight.At, end);
        }

        Elapse(sight.At);
    }

    public void Elapse(TimeSpan at)
    {
        if (End is null && Step.Elapse(at) is var end && end != StepEnd.None)
        {
            Finish(at, end);
        }
    }

    /// <summary>Ends the step that goes on, from outside.</summary>
    public void Abandon(TimeSpan at)
    {
        if (End is null)
        {
            Finish(at, StepEnd.NotDone);
        }
    }

    /// <summary>All over again, once the person is back; nothing that was done before counts.</summary>
    public void Restart(TimeSpan at)
    {
        if (HasBegun)
        {
            _results.Add(new(Asked, _began, at, false));
        }

        _cues.Clear();
        (_next, _began, WantsAnchor) = (0, at, false);
        var holds = HasBegun ? _rules.ReturnHolds : _rules.CentreHolds;
        HasBegun = false;
        Step = _facing = new(_rules, holds, _rules.TryWithin);
    }

    private LivenessStep Asked => HasBegun ? _plan.Steps[_next] : LivenessStep.Centre;

    private void Begin(TimeSpan at)
    {
        WantsAnchor = false;
        if (!HasBegun)
        {
            _results.Add(new(LivenessStep.Centre, _began, at, true));
            HasBegun = true;
        }

        _began = at;
        Step = Asked == LivenessStep.Flash
            ? new FlashStep(_rules, _plan.Colours, _facing.Skin, _period, at)
            : new TurnStep(_rules, Asked == LivenessStep.TurnLeft, at);
    }

    private void Finish(TimeSpan at, StepEnd end)
    {
        _results.Add(new(Asked, _began, at, end == StepEnd.Done));
        _cues.AddRange(Step.Cues);
        _began = at;
        if (end != StepEnd.Done || _next == _plan.Steps.Count - 1)
        {
            End = end;
            return;
        }

        _next++;
        Step = _facing = new(_rules, _rules.StraightHolds, at + _rules.StraightWithin);
    }
}
