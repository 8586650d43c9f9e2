using KioskSuite.Identity.Liveness;
using KioskSuite.KioskInABox.Camera;

namespace KioskSuite.Benchmarks.PadSuite;

/// <summary>The simulated camera and what is before it.</summary>
internal sealed class SimulatedStage : IStage
{
    private const int SoonestMs = 30;
    private const int LatestMs = 60;
    private readonly Subject _subject;
    private readonly SimulatedCamera _camera;
    private readonly Random _random;

    public SimulatedStage(Truth truth, Studio studio)
    {
        var seed = (uint)truth.Presentation * 2_654_435_761;
        _subject = new(truth.Someone, seed);
        _camera = new(_subject, studio, seed);
        _random = new(truth.Presentation);
    }

    public byte[] NextFrame(TimeSpan at) => _camera.NextFrame(at);

    public void Show(FacePrompt prompt, TimeSpan at) => _subject.Show(Words(prompt.ToString()), at);

    public TimeSpan Light(FlashShown? flash, TimeSpan at)
    {
        var shown = at + TimeSpan.FromMilliseconds(_random.Next(SoonestMs, LatestMs));
        _subject.Light(flash is null ? null : Words(flash.Colour.ToString()), shown);
        return shown;
    }

    /// <summary>Such as <c>turn-left</c> for TurnLeft.</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((letter, i) => i > 0 && char.IsAsciiLetterUpper(letter) ? $"-{letter}" : $"{letter}"))
            .ToLowerInvariant();
}
