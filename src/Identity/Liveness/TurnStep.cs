namespace KioskSuite.Identity.Liveness;

/// <summary>The head turns to one side: the nose leaves the motion of eyes and mouth that way, and in time.</summary>
/// <param name="rules">Times and thresholds.</param>
/// <param name="left">To the person's own left.</param>
/// <param name="began">When it was asked for.</param>
internal sealed class TurnStep(LivenessRules rules, bool left, TimeSpan began) : IStep
{
    /// <summary>One picture alone may have slipped points.</summary>
    private const int Enough = 2;
    private TimeSpan? _onset;
    private int _pictures;
    private int _good;
    private int _reached;
    private int _wrong;
    private int _moved;
    private double _peak;

    public FacePrompt Prompt => left ? FacePrompt.TurnLeft : FacePrompt.TurnRight;

    public IEnumerable<CueResult> Cues =>
        [new(left ? "parallax-left" : "parallax-right", _peak, rules.Parallax, _reached >= Enough && !IsEarly)];

    private bool IsEarly => _onset - began < rules.ReactionAtLeast;

    public StepEnd Observe(Sight sight)
    {
        _pictures++;
        if (sight.Motion is not { } motion)
        {
            return StepEnd.None;
        }

        // Someone who turns leaves the middle: only what blinds the measures counts here.
        _good += sight.Reason is FacePrompt.None or FacePrompt.MoveToTheMiddle ? 1 : 0;
        var turned = left ? motion.Parallax : -motion.Parallax;
        if (Math.Abs(turned) > Math.Abs(_peak))
        {
            _peak = turned;
        }

        if (Math.Abs(turned) > rules.Straight * rules.Parallax)
        {
            _onset ??= sight.At;
        }

        _reached = turned >= rules.Parallax ? _reached + 1 : 0;
        _wrong = -turned >= rules.Parallax ? _wrong + 1 : 0;
        _moved += motion.Aspect <= rules.SheetAspect || motion.Shift >= rules.SheetShift ? 1 : 0;
        return _reached >= Enough && !IsEarly ? StepEnd.Done
            : _reached >= Enough || _wrong >= Enough ? StepEnd.NotDone
            : StepEnd.None;
    }

    /// <summary>What moved as asked in good pictures, and showed no depth, is a picture of a face.</summary>
    public StepEnd Elapse(TimeSpan at) =>
        at - began < rules.TurnWithin ? StepEnd.None
            : _moved >= Enough && _good >= rules.GoodPictures * _pictures ? StepEnd.Contradicted
            : StepEnd.NotDone;
}
