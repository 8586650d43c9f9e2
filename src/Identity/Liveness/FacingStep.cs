using KioskSuite.Devices;

namespace KioskSuite.Identity.Liveness;

/// <summary>
/// The face looks straight into the camera and stays so: at the beginning, and again between two steps.
/// </summary>
/// <param name="rules">Times and thresholds.</param>
/// <param name="holds">How long it must stay so.</param>
/// <param name="ends">When it has taken too long.</param>
internal sealed class FacingStep(LivenessRules rules, TimeSpan holds, TimeSpan ends) : IStep
{
    /// <summary>A detector that misses one face in twenty must not start the wait anew.</summary>
    private static readonly TimeSpan s_gap = TimeSpan.FromMilliseconds(250);

    /// <summary>A frontal face that is found for so long is straight, whatever the points say.</summary>
    private static readonly TimeSpan s_foundLong = TimeSpan.FromMilliseconds(700);
    private const double Still = 0.7;
    private const int MostSkins = 32;
    private readonly Queue<MeanColour> _skins = [];
    private FaceBox? _last;
    private TimeSpan? _since;
    private TimeSpan? _foundSince;
    private TimeSpan _lastFound;
    private double _least;
    private double _most;

    public FacePrompt Prompt => FacePrompt.LookStraight;

    /// <summary>Mean colour of the skin while all was well; the screen shows no colour then.</summary>
    public MeanColour Skin => _skins.Count == 0
        ? default
        : new(_skins.Average(skin => skin.Red), _skins.Average(skin => skin.Green), _skins.Average(skin => skin.Blue));

    public StepEnd Observe(Sight sight)
    {
        var moved = _last is { } last && sight.Face is { } face && MeasureRules.Overlap(last, face) < Still;
        _last = sight.Face ?? _last;
        if (sight.Found)
        {
            (_lastFound, _foundSince) = (sight.At, _foundSince ?? sight.At);
        }

        var isGap = _foundSince is not null && sight.At - _lastFound <= s_gap;
        if (moved || !isGap || (!sight.IsGood && sight.Reason != FacePrompt.ComeIntoView))
        {
            Reset(isGap && !moved);
        }

        if (!sight.Found || !sight.IsGood)
        {
            return StepEnd.None;
        }

        // The first time there are no points yet; later they tell a turned or turning face from a straight one.
        if (sight.Motion is { } motion && (IsTurning(motion) || (IsTurned(motion) && !IsFoundLong(sight))))
        {
            Reset(keepsFound: true);
            _least = _most = motion.Parallax;
            return StepEnd.None;
        }

        _since ??= sight.At;
        _skins.Enqueue(sight.Skin);
        while (_skins.Count > MostSkins)
        {
            _skins.Dequeue();
        }

        return sight.At - _since >= holds ? StepEnd.Done : StepEnd.None;
    }

    public StepEnd Elapse(TimeSpan at) => at >= ends ? StepEnd.NotDone : StepEnd.None;

    private bool IsFoundLong(Sight sight) => sight.At - _foundSince >= s_foundLong;

    private bool IsTurned(FaceMotion motion) => Math.Abs(motion.Parallax) > rules.Straight * rules.Parallax;

    /// <summary>Points chosen on a head that still turns would call its rest straight.</summary>
    private bool IsTurning(FaceMotion motion)
    {
        if (_since is null)
        {
            _least = _most = motion.Parallax;
        }

        (_least, _most) = (Math.Min(_least, motion.Parallax), Math.Max(_most, motion.Parallax));
        return _most - _least > rules.Resting * rules.Parallax;
    }

    private void Reset(bool keepsFound)
    {
        _since = null;
        _foundSince = keepsFound ? _foundSince : null;
        _skins.Clear();
    }
}
