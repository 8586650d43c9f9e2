namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>Where hair grows on a head, and how thick.</summary>
internal static class Hair
{
    private const float Degree = MathF.PI / 180;

    /// <summary>0 skin to 1 hair.</summary>
    /// <param name="angle">From the front, radians.</param>
    public static float Mask(Traits traits, float y, float angle)
    {
        var ragged = (2.2f * Noise.Soft(angle * 22, y / 7, traits.Seed))
            + (1.5f * Noise.Soft(angle * 60, 3, traits.Seed));
        var line = Line(traits, angle) + ragged;
        return Noise.Step(line - 1.5f, line + 2.5f, y);
    }

    /// <summary>Millimetres that the hair stands off.</summary>
    public static float Volume(Traits traits, float y, float angle)
    {
        var thick = traits.Style switch
        {
            HairStyle.Short => 7,
            HairStyle.Receding => 4,
            HairStyle.Bun => 6,
            HairStyle.Long => 11,
            _ => 12,
        };
        var line = Line(traits, angle);
        var side = MathF.Abs(angle) > 100 * Degree ? 0.8f : 1;
        return thick * side * Noise.Step(line - 3, line + 16, y);
    }

    /// <summary>Height above which hair grows, by the angle from the front.</summary>
    private static float Line(Traits traits, float angle)
    {
        var side = MathF.Abs(angle) / Degree;
        var front = Front(traits, angle / Degree, side);
        var temple = Noise.Between(front, traits.Style == HairStyle.Receding ? 40 : 22, Noise.Step(34, 58, side));
        var burn = Noise.Between(temple, traits.Man ? -14 : 2, Noise.Step(56, 66, side));
        var ear = Noise.Between(burn, 22, Noise.Step(72, 80, side));
        return Noise.Between(ear, -66, Noise.Step(98, 116, side));
    }

    private static float Front(Traits traits, float degrees, float side) => traits.Style switch
    {
        HairStyle.Bangs => 33 + ((traits.Hairline - 68) * 0.3f),
        HairStyle.SidePart => traits.Hairline - (20 * Noise.Step(-8, 34, degrees)),
        HairStyle.Receding => 92 - (12 * Noise.Bump(side / 14, 0)),
        HairStyle.Long => traits.Hairline - (12 * Noise.Step(4, 34, side)),
        _ => traits.Hairline,
    };
}
