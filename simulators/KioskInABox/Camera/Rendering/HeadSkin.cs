using System.Numerics;

namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>The colours of a head, place by place; the fourth channel is the blink that covers an eye there.</summary>
internal sealed class HeadSkin(Traits traits, HeadShape shape)
{
    private const int Columns = 416;
    private const int Rows = 512;
    private static readonly Vector3 s_sclera = Traits.Linear(new(214, 208, 202));
    private static readonly Vector3 s_iris = Traits.Linear(new(52, 34, 26));
    private static readonly Vector3 s_dark = Traits.Linear(new(24, 18, 18));

    public Texture Paint()
    {
        var texture = new Texture(Columns, Rows);
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var (x, y, angle) = shape.Place((column + 0.5f) / Columns, (row + 0.5f) / Rows);
                texture.Pixels[(row * Columns) + column] = At(x, y, angle);
            }
        }

        return texture;
    }

    private Vector4 At(float x, float y, float angle)
    {
        var front = MathF.Abs(angle) < 1.7f;
        var lid = Texture.Never;
        var colour = Skin(x, y);
        if (front)
        {
            colour = Beard(Lips(colour, x, y), x, y);
            colour = Nostrils(colour, x, y);
            (colour, lid) = Eye(colour, x, y);
            colour = Brow(colour, x, y);
            foreach (var mole in traits.Moles)
            {
                var off = new Vector2(x - mole.X, y - mole.Y).Length();
                colour = Vector3.Lerp(colour, s_dark, 0.8f * Noise.Step(mole.Z + 0.6f, mole.Z - 0.6f, off));
            }
        }

        return new(Vector3.Lerp(colour, HairColour(x, y, angle), Hair.Mask(traits, y, angle)), lid);
    }

    private Vector3 Skin(float x, float y)
    {
        var side = MathF.Abs(x);
        var mottled = 1 + (0.035f * Noise.Soft(x / 9, y / 9, traits.Seed + 1))
            + (0.03f * Noise.Soft(x / 3, y / 3, traits.Seed + 2));
        var pigment = 1 + (0.34f * traits.Blotches * Noise.Soft((x + 90) / 34, (y + 200) / 30, traits.Seed + 10));
        var red = (0.10f * Noise.Bump((side - 42) / 16, (y + 34) / 16)) + (0.08f * Noise.Bump(x / 12, (y + 42) / 9));
        var shade = 1
            - (0.36f * Noise.Bump((side - traits.EyeSpacing + 1) / 16, (y - 3) / 8))
            - (0.16f * Noise.Bump((side - traits.EyeSpacing) / 13, (y + 11) / 4))
            - (0.22f * Noise.Bump((side - 11) / 5, (y - 3) / 9))
            - (0.34f * Noise.Bump(x / 15, (y - traits.NoseTip + 12) / 4))
            - (0.22f * Noise.Bump((side - traits.NoseWidth - 6) / 2.2f, (y - traits.NoseTip + 4) / 6))
            - (0.14f * Crease(side, y))
            - (0.22f * Noise.Bump(x / 15, (y + 85) / 3.4f))
            - (0.30f * Noise.Step(-104, -116, y))
            - (0.18f * Noise.Step(50, 72, side));
        return traits.Skin * new Vector3(1 + (0.4f * red), 1 - red, 1 - red) * mottled * shade * pigment;
    }

    // From the wing of the nose to beside the mouth.
    private float Crease(float side, float y)
    {
        var along = Math.Clamp((traits.NoseTip - y) / (traits.NoseTip + 70), 0, 1);
        var middle = Noise.Between(traits.NoseWidth + 5, traits.MouthWidth + 8, along);
        return y < traits.NoseTip + 2 && y > -72 ? Noise.Bump((side - middle) / 2.4f, 0) : 0;
    }

    private Vector3 Lips(Vector3 colour, float x, float y)
    {
        var share = Math.Abs(x) / traits.MouthWidth;
        if (share > 1.1f)
        {
            return colour;
        }

        var taper = MathF.Sqrt(MathF.Max(0, 1 - (share * share)));
        var bow = 1 - (0.25f * Noise.Bump(x / 3.5f, 0));
        var upper = -68.6f + (6.2f * traits.Lips * taper * bow);
        var lower = -68.6f - (8 * traits.Lips * taper);
        var inside = Noise.Step(upper + 0.8f, upper - 0.8f, y) * Noise.Step(lower - 0.8f, lower + 0.8f, y);
        var red = traits.Man ? new Vector3(0.84f, 0.62f, 0.62f) : new Vector3(0.86f, 0.4f, 0.44f) * traits.Lipstick;
        var shade = y > -68.6f ? 0.86f : 1;
        var painted = Vector3.Lerp(colour, traits.Skin * red * shade, inside);
        var line = Noise.Bump((y + 68.6f - (1.2f * share * share)) / 1.25f, 0) * Noise.Step(1.08f, 0.95f, share);
        return Vector3.Lerp(painted, s_dark * 2, 0.85f * line);
    }

    private Vector3 Beard(Vector3 colour, float x, float y)
    {
        var side = MathF.Abs(x);
        var round = new Vector2(x, (y + 70) * 1.7f).Length();
        var chin = traits.Beard ? Noise.Step(-52, -80, y + 8 - (side * 0.45f)) * Noise.Step(10, 24, round) : 0;
        var lip = traits.Moustache
            ? Noise.Step(traits.MouthWidth + 6, traits.MouthWidth - 4, side)
                * Noise.Bump(0, (y + 58.5f + (side * 0.12f)) / 4.6f)
            : 0;
        var grain = 0.85f + (0.15f * Noise.Soft(x * 0.9f, y * 0.5f, traits.Seed + 3));
        return Vector3.Lerp(colour, traits.Hair * 1.3f, 0.86f * grain * MathF.Max(chin, lip));
    }

    private Vector3 Nostrils(Vector3 colour, float x, float y) => Vector3.Lerp(
        colour,
        s_dark,
        0.85f * Noise.Bump((MathF.Abs(x) - (traits.NoseWidth * 0.55f)) / 3.4f, (y - traits.NoseTip + 9.5f) / 1.9f));

    private (Vector3 Colour, float Lid) Eye(Vector3 colour, float x, float y)
    {
        var across = (MathF.Abs(x) - traits.EyeSpacing) / traits.EyeWidth;
        if (MathF.Abs(across) > 1.5f || MathF.Abs(y) > 16)
        {
            return (colour, Texture.Never);
        }

        var open = MathF.Max(0, 1 - (across * across));
        var tilt = traits.EyeSlant * across;
        var upper = tilt + (traits.EyeHeight * MathF.Pow(open, 0.62f));
        var lower = tilt - (traits.EyeHeight * 0.72f * open);
        var crease = Noise.Bump((y - upper - 3.4f) / 1.1f, 0) * Noise.Step(1.2f, 0.8f, MathF.Abs(across));
        colour = Vector3.Lerp(colour, colour * 0.42f, 0.75f * crease);
        var lash = Noise.Bump((y - upper) / 1.25f, 0) * Noise.Step(1.12f, 0.98f, MathF.Abs(across));
        var rim = Noise.Bump((y - lower) / 0.8f, 0) * Noise.Step(1.08f, 0.9f, MathF.Abs(across)) * 0.5f;
        if (y >= upper || y <= lower || open <= 0)
        {
            return (Vector3.Lerp(colour, s_dark, MathF.Max(0.92f * lash, rim)), Texture.Never);
        }

        var round = new Vector2(MathF.Abs(x) - traits.EyeSpacing, y - 0.4f).Length();
        var eye = s_sclera * Noise.Between(1, 0.55f, Noise.Step(lower, upper, y)) * (1 - (0.3f * across * across));
        eye = Vector3.Lerp(eye, s_iris * (1 + (0.5f * Noise.Step(2, 6, round))), Noise.Step(6.6f, 5.8f, round));
        eye = Vector3.Lerp(eye, s_dark * 0.4f, Noise.Step(3, 2.4f, round));
        var glint = new Vector2(x - (MathF.Sign(x) * traits.EyeSpacing) + 2, y - 2.4f).Length();
        eye += new Vector3(0.7f * Noise.Step(1.7f, 0.8f, glint));
        return (Vector3.Lerp(eye, s_dark, MathF.Max(0.92f * lash, rim)), (upper - y) / MathF.Max(upper - lower, 0.1f));
    }

    private Vector3 Brow(Vector3 colour, float x, float y)
    {
        var side = MathF.Abs(x);
        var along = (side - (traits.EyeSpacing - 19)) / 40;
        if (along is < -0.1f or > 1.1f)
        {
            return colour;
        }

        var arch = (traits.BrowArch * MathF.Sin(along * 2.6f)) - (4.5f * along * along * along);
        var middle = traits.BrowHeight - 1 + arch;
        var taper = Noise.Step(1.08f, 0.45f, along) * Noise.Between(0.7f, 1, Noise.Step(-0.1f, 0.25f, along));
        var thick = traits.BrowThickness * taper;
        var hairs = 0.8f + (0.2f * Noise.Soft((x * 0.8f) + (y * 0.5f), y * 0.35f, traits.Seed + 4));
        var inside = Noise.Step(thick + 1, thick - 1.2f, MathF.Abs(y - middle)) * Noise.Step(-0.08f, 0.04f, along);
        return Vector3.Lerp(colour, Vector3.Min(traits.Hair, new(0.05f)) * 1.2f, 0.85f * hairs * inside);
    }

    private Vector3 HairColour(float x, float y, float angle)
    {
        var strand = Noise.Soft(angle * 38, y / 40, traits.Seed + 5)
            + (0.6f * Noise.Soft(angle * 90, y / 26, traits.Seed + 6));
        var line = Noise.Bump((x + 22) / 1.6f, 0) * Noise.Step(60, 90, y);
        var part = traits.Style == HairStyle.SidePart ? 0.4f * line : 0;
        return Vector3.Lerp(traits.Hair * (1 + (0.35f * strand)), traits.Skin, part);
    }
}
