using KioskSuite.Devices;

namespace KioskSuite.Identity.Liveness;

/// <summary>The screen shows six colours, and the skin must follow them.</summary>
internal sealed class FlashStep : IStep
{
    private const int LeastSamples = 12;
    private readonly LivenessRules _rules;
    private readonly FlashCue _cue;
    private readonly Func<TimeSpan> _period;
    private readonly IReadOnlyList<FlashColour> _colours;
    private TimeSpan _asked;
    private TimeSpan? _shown;
    private TimeSpan? _dark;
    private int _pictures;
    private int _good;
    private FlashFit? _fit;

    /// <param name="rules">Times and thresholds.</param>
    /// <param name="colours">In the order to be shown.</param>
    /// <param name="baseline">The skin while the screen shows no colour.</param>
    /// <param name="period">Between two pictures.</param>
    /// <param name="began">When the first is asked for.</param>
    public FlashStep(
        LivenessRules rules, IReadOnlyList<FlashColour> colours, MeanColour baseline, Func<TimeSpan> period,
        TimeSpan began)
    {
        (_rules, _colours, _period, _asked) = (rules, colours, period, began);
        _cue = new(colours, baseline, rules.ColourShown);
        Flash = new(1, colours[0]);
    }

    public FacePrompt Prompt => FacePrompt.WatchTheColours;

    public FlashShown? Flash { get; private set; }

    public IEnumerable<CueResult> Cues =>
    [
        new("flash", _fit?.Cosine ?? 0, _rules.FlashCosine, _fit?.Cosine >= _rules.FlashCosine),
        new("flash-lag", _fit?.Latest ?? 0, _rules.LagTo, _fit?.IsWithin(_rules.LagFrom, _rules.LagTo) == true),
        new("flash-gain", _fit?.Gain ?? 0, _rules.FlashGain, _fit?.Gain >= _rules.FlashGain),
    ];

    public void Displayed(int number, TimeSpan at)
    {
        if (Flash?.Number == number && _shown is null && at >= _asked && at - _asked <= _rules.DisplayWithin)
        {
            _shown = at;
            _cue.Shown(at);
        }
    }

    public StepEnd Observe(Sight sight)
    {
        _pictures++;
        _good += sight.IsGood ? 1 : 0;
        if (sight.Face is not null)
        {
            _cue.Add(sight.At, sight.Skin);
        }

        return Elapse(sight.At);
    }

    public StepEnd Elapse(TimeSpan at)
    {
        if (_dark is { } dark)
        {
            return at - dark > _period() * (_rules.LagTo + 1) ? Judge() : StepEnd.None;
        }

        if (_shown is not { } shown)
        {
            return at - _asked > _rules.DisplayWithin ? StepEnd.NotDone : StepEnd.None;
        }

        if (at - shown >= _rules.ColourShown)
        {
            var number = Flash!.Number + 1;
            Flash = number > _colours.Count ? null : new(number, _colours[number - 1]);
            (_asked, _shown, _dark) = (at, null, Flash is null ? at : null);
        }

        return StepEnd.None;
    }

    private StepEnd Judge()
    {
        if (_cue.Samples < LeastSamples || _good < _rules.GoodPictures * _pictures)
        {
            return StepEnd.NotDone;
        }

        _fit = _cue.Fit(_period());
        return _fit is null ? StepEnd.NotDone
            : Cues.All(cue => cue.Passed) ? StepEnd.Done
            : StepEnd.Contradicted;
    }
}
