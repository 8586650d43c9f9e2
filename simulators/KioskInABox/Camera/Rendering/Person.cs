using System.Numerics;

namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>One mesh with its colours; shine is the share of light thrown back like a mirror's.</summary>
internal sealed record Part(Mesh Mesh, Texture Texture, float Shine, bool TwoSided = false);

/// <summary>Everything there is of one person: what turns with the head, and the body that does not.</summary>
internal sealed class Person
{
    private const int HeadColumns = 105;
    private const int HeadRows = 150;

    // Height, half width, depth before and behind, of neck and shoulders.
    private static readonly Vector4[] s_body =
    [
        new(-76, 50, 30, 62), new(-122, 50, 32, 62), new(-146, 54, 36, 66), new(-160, 82, 42, 74),
        new(-178, 142, 52, 82), new(-210, 198, 62, 88), new(-340, 214, 84, 90), new(-620, 210, 90, 90),
    ];

    public Person(int identity)
    {
        Traits = Traits.Of(identity);
        var shape = new HeadShape(Traits);
        var head = new Mesh(HeadColumns, HeadRows, closed: true, shape.At);
        for (var i = 0; i < head.Points.Length; i++)
        {
            var (x, y, _) = shape.Place(head.U(i), head.V(i));
            head.Jaw[i] = HeadShape.Fall(x, y, head.Points[i].Z);
        }

        Lid = Traits.Skin * new Vector3(0.7f, 0.62f, 0.6f);
        Head = [new(head, new HeadSkin(Traits, shape).Paint(), 0.07f), .. Extras(Traits)];
        Body = new(new Mesh(41, 57, closed: true, BodyAt), Clothes(), 0.02f);
    }

    public Traits Traits { get; }

    /// <summary>Colour of closed lids.</summary>
    public Vector3 Lid { get; }

    /// <summary>The head itself first.</summary>
    public IReadOnlyList<Part> Head { get; }

    public Part Body { get; }

    /// <summary>The point of the head's surface nearest to a place on the unbent face.</summary>
    public Vector3 On(float x, float y)
    {
        var (mesh, shape) = (Head[0].Mesh, new HeadShape(Traits));
        var (best, nearest) = (0, float.MaxValue);
        for (var i = 0; i < mesh.Points.Length; i++)
        {
            var at = shape.Place(mesh.U(i), mesh.V(i));
            var off = new Vector2(at.X - x, at.Y - y).LengthSquared();
            (best, nearest) = MathF.Abs(at.Angle) < 1.4f && off < nearest ? (i, off) : (best, nearest);
        }

        return mesh.Points[best];
    }

    private static IEnumerable<Part> Extras(Traits traits)
    {
        if (traits.Style == HairStyle.Long)
        {
            var curtain = new Mesh(31, 25, closed: false, (u, v) => Curtain(traits, u, v));
            yield return new(curtain, Strands(traits), 0.05f, TwoSided: true);
        }

        if (traits.Style == HairStyle.Bun)
        {
            yield return new(new Mesh(17, 11, closed: true, Bun), Strands(traits), 0.05f);
        }

        if (traits.Glasses)
        {
            foreach (var part in Spectacles.Of(traits))
            {
                yield return part;
            }
        }
    }

    private static Vector3 Curtain(Traits traits, float u, float v)
    {
        var angle = Noise.Between(1.28f, (2 * MathF.PI) - 1.28f, u);
        var y = Noise.Between(60, -165, v);
        var wide = Noise.Between(90, 76, Noise.Step(-40, -160, y));
        var wave = 2.5f * MathF.Sin((y / 17) + (angle * 3));
        return new((wide + wave) * MathF.Sin(angle) * traits.FaceWidth, y, (100 * MathF.Cos(angle)) - 8);
    }

    private static Vector3 Bun(float u, float v)
    {
        var (around, down) = (u * 2 * MathF.PI, v * MathF.PI);
        var ring = MathF.Sin(down);
        return new(34 * ring * MathF.Sin(around), 124 + (28 * MathF.Cos(down)), -20 + (32 * ring * MathF.Cos(around)));
    }

    private static Texture Strands(Traits traits)
    {
        var texture = new Texture(96, 32);
        for (var i = 0; i < texture.Pixels.Length; i++)
        {
            var strand = Noise.Soft(i % 96 / 2.1f, i / 96 / 12f, traits.Seed + 8);
            texture.Pixels[i] = new(traits.Hair * (0.9f + (0.35f * strand)), Texture.Never);
        }

        return texture;
    }

    private static Vector3 BodyAt(float u, float v)
    {
        var at = v * (s_body.Length - 1.001f);
        var index = (int)at;
        var share = (Noise.Step(0, 1, at - index) * 0.4f) + ((at - index) * 0.6f);
        var ring = Vector4.Lerp(s_body[index], s_body[index + 1], share);
        var (sin, cos) = MathF.SinCos((2 * MathF.PI * u) - MathF.PI);
        return new(ring.Y * sin, ring.X, ((cos > 0 ? ring.Z : ring.W) * cos) - 14);
    }

    // Skin above the collar, cloth below; shadow of the chin on the neck.
    private Texture Clothes()
    {
        var texture = new Texture(128, 160);
        for (var i = 0; i < texture.Pixels.Length; i++)
        {
            var at = BodyAt((i % 128 + 0.5f) / 128, (i / 128 + 0.5f) / 160);
            var collar = at.Z > 0 ? -148 - MathF.Max(0, 26 - MathF.Abs(at.X)) : -146;
            var skin = Traits.Skin * (0.86f - (0.4f * Noise.Step(-140, -104, at.Y)));
            var cloth = Traits.Cloth * (0.9f + (0.12f * Noise.Soft(at.X / 14, at.Y / 30, Traits.Seed + 9)));
            var edge = Noise.Bump((at.Y - collar) / 2.5f, 0);
            texture.Pixels[i] = new(at.Y > collar ? skin : cloth * (1 - (0.35f * edge)), Texture.Never);
        }

        return texture;
    }
}
