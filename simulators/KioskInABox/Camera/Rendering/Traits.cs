using System.Numerics;

namespace KioskSuite.KioskInABox.Camera.Rendering;

internal enum HairStyle
{
    Short,
    SidePart,
    Long,
    Receding,
    Bangs,
    Bun,
}

/// <summary>What makes one head differ from another. Lengths in millimetres, colours linear 0 to 1.</summary>
internal sealed record Traits
{
    // Skin from fair to dark, as sRGB.
    private static readonly Vector3[] s_skins =
    [
        new(240, 208, 184), new(196, 148, 116), new(230, 190, 158), new(146, 102, 78),
        new(216, 170, 136), new(182, 134, 104), new(224, 182, 150), new(164, 118, 90),
    ];

    private static readonly Vector3[] s_hairs =
        [new(26, 22, 22), new(52, 36, 28), new(150, 148, 146), new(36, 28, 26), new(104, 70, 44), new(18, 16, 18)];

    private static readonly Vector3[] s_cloths =
    [
        new(52, 66, 96), new(170, 172, 176), new(120, 44, 48), new(64, 92, 76), new(34, 34, 38), new(198, 186, 160),
        new(92, 72, 110),
    ];

    private static readonly HairStyle[] s_men =
        [HairStyle.Short, HairStyle.SidePart, HairStyle.Receding, HairStyle.Short, HairStyle.Bangs];

    private static readonly HairStyle[] s_women =
        [HairStyle.Long, HairStyle.Bun, HairStyle.Long, HairStyle.SidePart, HairStyle.Bangs];

    public required uint Seed { get; init; }

    public required bool Man { get; init; }

    public required Vector3 Skin { get; init; }

    public required Vector3 Hair { get; init; }

    public required Vector3 Cloth { get; init; }

    public required HairStyle Style { get; init; }

    public required float Hairline { get; init; }

    public required float FaceWidth { get; init; }

    public required float FaceLength { get; init; }

    public required float Jaw { get; init; }

    public required float Cheeks { get; init; }

    public required float EyeSpacing { get; init; }

    public required float EyeWidth { get; init; }

    public required float EyeHeight { get; init; }

    public required float EyeSlant { get; init; }

    public required float NoseTip { get; init; }

    public required float NoseHeight { get; init; }

    public required float NoseWidth { get; init; }

    public required float MouthWidth { get; init; }

    public required float Lips { get; init; }

    public required float BrowHeight { get; init; }

    public required float BrowThickness { get; init; }

    public required float BrowArch { get; init; }

    /// <summary>How dark painted lips are; 1 is hardly painted.</summary>
    public required float Lipstick { get; init; }

    /// <summary>How uneven the skin's colour is, 0 to 1.</summary>
    public required float Blotches { get; init; }

    public required bool Glasses { get; init; }

    public required bool Beard { get; init; }

    public required bool Moustache { get; init; }

    /// <summary>Dark spots on the skin, each x, y and radius.</summary>
    public required IReadOnlyList<Vector3> Moles { get; init; }

    /// <summary>Neighbouring numbers differ in everything: each trait walks its range in steps of its own.</summary>
    public static Traits Of(int identity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(identity);
        float Within(int trait, float from, float to) => Noise.Between(from, to, Walk(identity, trait));
        var man = identity % 2 == 1;
        return new Traits
        {
            Seed = (uint)identity * 7919 + 17,
            Man = man,
            Skin = Linear(s_skins[identity * 3 % s_skins.Length] * Within(0, 0.95f, 1.05f)),
            Hair = Linear(s_hairs[identity * 5 % s_hairs.Length]),
            Cloth = Linear(s_cloths[identity * 3 % s_cloths.Length]),
            Style = (man ? s_men : s_women)[identity / 2 % 5],
            Hairline = Within(1, 60, 76),
            FaceWidth = Within(2, 0.92f, 1.07f),
            FaceLength = Within(3, 0.92f, 1.1f),
            Jaw = Within(4, 0.86f, 1.14f),
            Cheeks = Within(5, 1, 7),
            EyeSpacing = Within(6, 28.5f, 34.5f),
            EyeWidth = Within(7, 13.5f, 16.5f),
            EyeHeight = Within(8, 4.4f, 6.6f),
            EyeSlant = Within(9, -1.2f, 2.2f),
            NoseTip = Within(10, -45, -36),
            NoseHeight = Within(11, 22, 29),
            NoseWidth = Within(12, 12, 18),
            MouthWidth = Within(13, 20, 28),
            Lips = Within(14, 0.7f, 1.4f),
            BrowHeight = Within(15, 16, 22),
            BrowThickness = Within(16, 1.6f, man ? 7.5f : 5),
            BrowArch = Within(17, -1, 4),
            Lipstick = Within(20, 0.45f, 1.1f),
            Blotches = Within(21, 0.6f, 1),
            Glasses = identity % 5 is 3 or 0,
            Beard = man && identity % 6 == 5,
            Moustache = man && identity % 6 >= 3,
            Moles = identity % 4 == 2 ? [new(Within(18, -50, 50), Within(19, -85, -15), 2.6f)] : [],
        };
    }

    /// <summary>From a camera's bytes to light.</summary>
    public static Vector3 Linear(Vector3 bytes)
    {
        var share = Vector3.Clamp(bytes / 255, Vector3.Zero, Vector3.One);
        return share * share;
    }

    private static float Walk(int identity, int trait)
    {
        var step = MathF.Sqrt((trait * trait) + (7 * trait) + 2.3f);
        var at = (identity + 1) * step;
        return at - MathF.Floor(at);
    }
}
