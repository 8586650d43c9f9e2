using System.Numerics;
using KioskSuite.KioskInABox.Camera.Rendering;

namespace KioskSuite.KioskInABox.Camera;

/// <summary>
/// Whoever is before the camera, in time: reacts to what the screen asks as people do, sways and blinks; an attacker
/// turns the sheet or plays the turn. The same seed and words at the same times give the same scenes. Any thread.
/// </summary>
/// <param name="seed">Decides where they stand, how fast they react, when they blink.</param>
internal sealed class Subject(Someone someone, uint seed)
{
    private const float ArmLength = 430;
    private readonly Lock _gate = new();
    private readonly Motion _yaw = new(0);
    private readonly Motion _distance = new(Noise.Between(450, 540, Noise.At(1, 0, seed)));
    private readonly Motion _x = new(Noise.Between(-22, 22, Noise.At(2, 0, seed)));
    private readonly Motion _companion = new(0);
    private readonly Sway _sway = new(seed);
    private readonly ScreenLight _screen = new();
    private string _prompt = "none";
    private int _prompts;

    public Someone Someone { get; } = someone;

    /// <summary>The screen asks for something, in its own words, such as <c>turn-left</c>.</summary>
    public void Show(string prompt, TimeSpan at)
    {
        lock (_gate)
        {
            if (prompt == _prompt)
            {
                return;
            }

            (_prompt, _prompts) = (prompt, _prompts + 1);
            React(prompt, at + TimeSpan.FromMilliseconds(Draw(0, 250, 450)));
        }
    }

    /// <summary>The screen shows this colour of the flash; null is its page.</summary>
    public void Light(string? colour, TimeSpan at)
    {
        lock (_gate)
        {
            _screen.Show(colour, at);
        }
    }

    /// <summary>The colour that the screen showed then, or null.</summary>
    public string? ColourAt(TimeSpan at)
    {
        lock (_gate)
        {
            return _screen.ColourAt(at);
        }
    }

    public HeadScene SceneAt(TimeSpan at)
    {
        lock (_gate)
        {
            var seconds = (float)at.TotalSeconds;
            var light = Lighting.Day with { Screen = _screen.At(at) };
            var room = 1 + (int)(seed % 5);
            var scene = new HeadScene(null, light, Backdrop: room);
            return Someone.Identity is not { } identity ? scene
                : Someone.Species is { } species ? Attack(scene, identity, species, seconds, at)
                : scene with { First = Alive(identity, seconds, at), Second = CompanionAt(seconds, at) };
        }
    }

    private void React(string prompt, TimeSpan at)
    {
        var takes = TimeSpan.FromMilliseconds(Draw(1, 500, 800));
        switch (prompt)
        {
            case "turn-left":
                _yaw.Go(Draw(2, 24, 28), at, takes);
                break;
            case "turn-right":
                _yaw.Go(-Draw(2, 24, 28), at, takes);
                break;
            case "come-closer":
                _distance.Go(MathF.Max(_distance.At(at) * 0.84f, 380), at, takes);
                break;
            case "move-back":
                _distance.Go(MathF.Min(_distance.At(at) * 1.2f, 800), at, takes);
                break;
            case "come-into-view" or "move-to-the-middle":
                _x.Go(0, at, takes);
                break;
            case "one-person-only":
                _companion.Go(600, at + TimeSpan.FromSeconds(1.2), TimeSpan.FromSeconds(0.8));
                break;
            case "hold-still" or "more-light" or "less-light":
                break;
            default:
                _yaw.Go(0, at, takes);
                break;
        }
    }

    private LiveFace Alive(int identity, float seconds, TimeSpan at) =>
        Swaying(identity, new(_yaw.At(at), X: _x.At(at), Distance: _distance.At(at)), seconds);

    private LiveFace? CompanionAt(float seconds, TimeSpan at) => Someone.Companion is not { } companion
        ? null
        : Swaying(companion, new(-8, X: 190 + _companion.At(at), Y: -8, Distance: 560), seconds + 50);

    private LiveFace Swaying(int identity, Pose pose, float seconds) =>
        new(identity, _sway.Of(pose, seconds, 1), _sway.Blink(seconds));

    private HeadScene Attack(HeadScene scene, int shown, Species species, float seconds, TimeSpan at)
    {
        var yaw = _yaw.At(at);
        var moving = species == Species.Video;
        var sheet = _sway.Of(new(moving ? 0 : yaw, X: _x.At(at), Distance: ArmLength), seconds, moving ? 1.2f : 1.8f);
        var face = new LiveFace(shown, SheetPainter.Sitting);
        if (moving)
        {
            var turn = Someone.TurnsMatch ? yaw : Recorded(seconds);
            face = Swaying(shown, SheetPainter.Sitting with { Yaw = turn }, seconds + 200);
        }

        var attacker = Someone.Attacker ?? shown + 1;
        var behind = new Pose(0, X: sheet.X, Y: sheet.Y, Distance: ArmLength + 75);
        if (species == Species.CutPhoto)
        {
            (sheet, behind) = Masked(sheet);
        }

        var bend = species == Species.BentPhoto ? Noise.Between(95, 140, Noise.At(3, 0, seed)) : 0;
        return scene with
        {
            First = new(attacker, behind, _sway.Blink(seconds)),
            Sheet = new(species, sheet, face, bend),
        };
    }

    // A mask is held to the face and turns with the head, about the neck.
    private static (Pose Sheet, Pose Head) Masked(Pose held)
    {
        const float EyesFromNeck = 92;
        const float MaskFromEyes = 16;
        const float MaskFromNeck = EyesFromNeck + MaskFromEyes;
        var (sin, cos) = MathF.SinCos(Renderer.Radians(held.Yaw));
        var head = held with { Pitch = 0, Distance = ArmLength + MaskFromEyes };
        var mask = held with
        {
            Pitch = 0,
            X = held.X + (MaskFromNeck * sin),
            Distance = head.Distance + EyesFromNeck - (MaskFromNeck * cos),
        };
        return (mask, head);
    }

    // An old session: a turn to the left, one to the right, and again.
    private float Recorded(float seconds)
    {
        var phase = (seconds + (8 * Noise.At(4, 0, seed))) % 8;
        return 26 * (Noise.Step(1.2f, 1.9f, phase) - Noise.Step(2.8f, 3.5f, phase)
            - Noise.Step(4.8f, 5.5f, phase) + Noise.Step(6.4f, 7.1f, phase));
    }

    private float Draw(int what, float from, float to) => Noise.Between(from, to, Noise.At(_prompts, 10 + what, seed));
}
