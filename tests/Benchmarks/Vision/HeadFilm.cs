using System.Numerics;
using KioskSuite.Identity.Liveness;
using KioskSuite.KioskInABox.Camera;
using KioskSuite.KioskInABox.Camera.Rendering;
using JpegWriter = KioskSuite.Imaging.JpegWriter;

namespace KioskSuite.Benchmarks.Vision;

/// <summary>
/// Films a rendered head in good light, 640 × 480: sitting still, turning, lit by the screen. Always the same pictures.
/// </summary>
internal sealed class HeadFilm : IDisposable
{
    public const string Straight = "straight";
    public const string Left = "left";
    public const string Right = "right";
    private const int Width = 640;
    private const int Height = 480;
    private const float Focal = 573;
    private const int Quality = 85;
    private const int OfStraight = 24;
    private const int OfTurn = 36;
    private const int OfColour = 6;
    private const float MostYaw = 26;
    private const float Distance = 400;

    /// <summary>Small enough to cut from any picture of one clip to any of another.</summary>
    private const float Sway = 0.5f;
    private readonly Renderer _renderer = new(Width, Height, Focal);
    private readonly JpegWriter _writer = new();
    private readonly byte[] _rgb = new byte[Width * Height * 3];

    /// <summary>Every clip of one person by its name; a colour's is named by the colour.</summary>
    public IEnumerable<(string Name, Clip Clip)> All(int identity)
    {
        yield return (Straight, Shoot(identity, OfStraight, _ => 0, Lighting.Day));
        yield return (Left, Shoot(identity, OfTurn, share => MostYaw * There(share), Lighting.Day));
        yield return (Right, Shoot(identity, OfTurn, share => -MostYaw * There(share), Lighting.Day));
        foreach (var colour in Enum.GetValues<FlashColour>())
        {
            var light = Lighting.Day with { Screen = Light(colour) };
            yield return (colour.ToString(), Shoot(identity, OfColour, _ => 0, light));
        }
    }

    /// <summary>A person who looks from one side to the other.</summary>
    public Clip Looking(int identity, int count) =>
        Shoot(identity, count, share => MostYaw / 2 * MathF.Sin(share * MathF.Tau), Lighting.Day);

    public void Dispose() => _writer.Dispose();

    private Clip Shoot(int identity, int count, Func<float, float> yaw, Lighting light)
    {
        var pictures = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            var share = i / (float)count;
            var pose = new Pose(
                yaw(share), X: Sway * MathF.Sin(share * MathF.Tau), Y: Sway * MathF.Cos(share * MathF.Tau),
                Distance: Distance);
            _renderer.RenderStill(new HeadScene(new LiveFace(identity, pose), light), _rgb);
            pictures[i] = _writer.WriteColour(Width, Height, _rgb, Quality);
        }

        return new Clip(pictures);
    }

    /// <summary>There and back.</summary>
    private static float There(float share) => (1 - MathF.Cos(share * MathF.Tau)) / 2;

    private static Vector3 Light(FlashColour colour) => colour switch
    {
        FlashColour.Red => new(1, 0, 0),
        FlashColour.Yellow => new(1, 1, 0),
        FlashColour.Green => new(0, 1, 0),
        FlashColour.Cyan => new(0, 1, 1),
        FlashColour.Blue => new(0, 0, 1),
        _ => new(1, 0, 1),
    };
}
