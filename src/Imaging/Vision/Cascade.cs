namespace KioskSuite.Imaging.Vision;

/// <summary>A boosted cascade of stumps on local binary patterns (Liao and others, 2007), flat for scanning.</summary>
/// <param name="Width">Width of the window in pixels.</param>
/// <param name="Height">Height of the window in pixels.</param>
/// <param name="Stages">In the order of asking.</param>
/// <param name="Stumps">Of all stages, one after the other.</param>
/// <param name="Subsets">Of each stump 32 bytes: bit n of them is set when pattern n votes <c>Inside</c>.</param>
internal sealed record Cascade(
    int Width, int Height, CascadeStage[] Stages, CascadeStump[] Stumps, byte[] Subsets)
{
    public const int SubsetBytes = 32;
}

/// <summary>A window goes on when the votes of the stage's stumps reach the threshold.</summary>
internal readonly record struct CascadeStage(int Count, float Threshold);

/// <summary>
/// Compares a block with its eight neighbours of the same size; X and Y are the corner of the nine.
/// </summary>
internal readonly record struct CascadeStump(
    byte X, byte Y, byte BlockWidth, byte BlockHeight, float Inside, float Outside);
