using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;

namespace KioskSuite.Tests.Identity.Liveness;

/// <summary>Plays one try with an actor, picture by picture.</summary>
internal sealed class Rehearsal(Actor actor, LivenessPlan plan, int rate = 10)
{
    private const double TurnsPerSecond = 1.2;
    private static readonly TimeSpan s_displayLag = TimeSpan.FromMilliseconds(30);
    private readonly Queue<(TimeSpan At, FacePrompt Prompt)> _heard = [];
    private readonly List<(TimeSpan At, FlashColour? Colour)> _screen = [];
    private readonly TimeSpan _period = TimeSpan.FromSeconds(1.0 / rate);
    private FacePrompt _does;
    private double _yaw;
    private bool _anchored;

    public LivenessTry Try { get; } = new(plan, new());

    public List<FacePrompt> Prompts { get; } = [];

    public TimeSpan Ended { get; private set; }

    /// <summary>When each colour, and at last the page again, was on the screen.</summary>
    public IEnumerable<TimeSpan> Changes => _screen.Select(shown => shown.At);

    /// <summary>False when the screen never says what it shows.</summary>
    public bool ScreenAnswers { get; init; } = true;

    public LivenessVerdict Play()
    {
        for (var number = 0; Try.Verdict is null; number++)
        {
            Ended = number * _period;
            (Ended <= TimeSpan.FromSeconds(16)).ShouldBeTrue("a try ends by itself");
            Picture(number);
        }

        return Try.Verdict;
    }

    private void Picture(int number)
    {
        var at = number * _period;
        Hear(at);
        var task = Try.NextTask(7);
        _anchored |= task.Anchor is not null;
        var light = _screen.FindLast(shown => shown.At <= at - (actor.Lag * _period) + (_period / 2)).Colour;
        Try.Observe(at, actor.Hash(at, number), actor.Spoils(at, actor.Measure(_yaw, light, task, _anchored)));
        if (Prompts.Count == 0 || Prompts[^1] != Try.Prompt)
        {
            Prompts.Add(Try.Prompt);
            _heard.Enqueue((at, Try.Prompt));
        }

        Show(at);
    }

    private void Hear(TimeSpan at)
    {
        while (_heard.TryPeek(out var heard) && at - heard.At >= actor.Reaction)
        {
            _does = _heard.Dequeue().Prompt;
        }

        var most = TurnsPerSecond * _period.TotalSeconds;
        _yaw += Math.Clamp(actor.Turns(_does) - _yaw, -most, most);
    }

    private void Show(TimeSpan at)
    {
        var colour = Try.Flash?.Colour;
        if (colour == (_screen.Count > 0 ? _screen[^1].Colour : null))
        {
            return;
        }

        _screen.Add((at + s_displayLag, colour));
        if (ScreenAnswers && Try.Flash is { } flash)
        {
            Try.Displayed(flash.Number, at + s_displayLag);
        }
    }
}
