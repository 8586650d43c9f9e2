namespace KioskSuite.KioskInABox.Camera.Rendering;

/// <summary>Seeded randomness and the soft steps that shapes and colours are made of.</summary>
internal static class Noise
{
    /// <summary>A well mixed number for each pair; 0 to 1.</summary>
    public static float At(int x, int y, uint seed)
    {
        var mixed = ((uint)x * 374761393u) + ((uint)y * 668265263u) + (seed * 2246822519u);
        mixed = (mixed ^ (mixed >> 13)) * 1274126177u;
        mixed = (mixed ^ (mixed >> 16)) * 2654435769u;
        return (mixed >> 8) * (1f / 16777216);
    }

    /// <summary>Soft noise with one bump per unit, -1 to 1.</summary>
    public static float Soft(float x, float y, uint seed)
    {
        var (column, row) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (right, down) = (Ease(x - column), Ease(y - row));
        var upper = Between(At(column, row, seed), At(column + 1, row, seed), right);
        var lower = Between(At(column, row + 1, seed), At(column + 1, row + 1, seed), right);
        return (2 * Between(upper, lower, down)) - 1;
    }

    /// <summary>A bump of height 1 with these half widths.</summary>
    public static float Bump(float x, float y) => MathF.Exp(-(x * x) - (y * y));

    /// <summary>0 before the first value, 1 after the second, which may be the smaller one.</summary>
    public static float Step(float from, float to, float value) =>
        Ease(Math.Clamp((value - from) / (to - from), 0, 1));

    public static float Between(float from, float to, float share) => from + ((to - from) * share);

    private static float Ease(float share) => share * share * (3 - (2 * share));
}
