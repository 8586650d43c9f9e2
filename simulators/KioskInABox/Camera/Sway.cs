using KioskSuite.KioskInABox.Camera.Rendering;

namespace KioskSuite.KioskInABox.Camera;

/// <summary>What nobody can help: small movements of body and hand, and blinks every few seconds.</summary>
internal sealed class Sway(uint seed)
{
    private const float BlinkEvery = 3.6f;
    private const float BlinkTakes = 0.3f;

    public Pose Of(Pose pose, float seconds, float strength) => pose with
    {
        Yaw = pose.Yaw + (strength * Wave(seconds, 0, 1.3f)),
        Pitch = pose.Pitch + (strength * Wave(seconds, 1, 1.2f)),
        Roll = pose.Roll + (strength * Wave(seconds, 2, 1)),
        X = pose.X + (strength * Wave(seconds, 3, 3)),
        Y = pose.Y + (strength * Wave(seconds, 4, 2)),
        Distance = pose.Distance + (strength * Wave(seconds, 5, 4)),
    };

    /// <summary>0 open to 1 closed.</summary>
    public float Blink(float seconds)
    {
        var slot = (int)MathF.Floor(seconds / BlinkEvery);
        var begins = (slot * BlinkEvery) + (Noise.At(slot, 7, seed) * (BlinkEvery - BlinkTakes));
        var share = (seconds - begins) / BlinkTakes;
        return share is < 0 or > 1 ? 0 : Noise.Step(0, 0.35f, share) * Noise.Step(1, 0.5f, share);
    }

    private float Wave(float seconds, int what, float size)
    {
        var slow = MathF.Sin((seconds * (1.1f + (0.5f * Noise.At(what, 1, seed)))) + (6.3f * Noise.At(what, 2, seed)));
        var quick = MathF.Sin((seconds * (3.1f + Noise.At(what, 3, seed))) + (6.3f * Noise.At(what, 4, seed)));
        return size * ((0.8f * slow) + (0.2f * quick));
    }
}
