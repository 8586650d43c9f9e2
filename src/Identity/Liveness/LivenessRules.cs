namespace KioskSuite.Identity.Liveness;

/// <summary>Times and thresholds of a try. Data; version and values go into the evidence.</summary>
public sealed record LivenessRules
{
    /// <summary>Rises with every change of a default.</summary>
    public int Version { get; init; } = 2;

    /// <summary>A try ends by then, whatever happens.</summary>
    public TimeSpan TryWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long each colour is shown: fewer than three changes a second (WCAG 2.2, 2.3.1).</summary>
    public TimeSpan ColourShown { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>A screen that has not shown a colour by then does not show it.</summary>
    public TimeSpan DisplayWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Guidance changes only when another reason has stood for so long.</summary>
    public TimeSpan GuidanceStands { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long the face is straight and good at the beginning.</summary>
    public TimeSpan CentreHolds { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The same for a face that was lost in a step: it may be on its way back from a turn.</summary>
    public TimeSpan ReturnHolds { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>How long it is straight again between two steps.</summary>
    public TimeSpan StraightHolds { get; init; } = TimeSpan.FromMilliseconds(300);

    public TimeSpan StraightWithin { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan TurnWithin { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Who turns sooner after being asked did not turn because of it.</summary>
    public TimeSpan ReactionAtLeast { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A face out of sight for longer may be another one.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Points alone are believed for so long while no face is found (a turned one is not).</summary>
    public TimeSpan UndetectedWithin { get; init; } = TimeSpan.FromMilliseconds(4500);

    /// <summary>The same picture again and again for so long is no camera's.</summary>
    public TimeSpan FrozenAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often faces are looked for while points are followed.</summary>
    public TimeSpan DetectEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Least and greatest width of the face, in heights of the picture.</summary>
    public double SmallestFace { get; init; } = 0.22;

    public double LargestFace { get; init; } = 0.75;

    /// <summary>Greatest distance of the face's centre from the middle, in widths or heights of the picture.</summary>
    public double OffMiddle { get; init; } = 0.2;

    /// <summary>Least luminance of the face.</summary>
    public double Dark { get; init; } = 45;

    /// <summary>Greatest luminance of the face.</summary>
    public double Bright { get; init; } = 225;

    /// <summary>Greatest share of the face that is white.</summary>
    public double Glare { get; init; } = 0.12;

    /// <summary>Least variance of the Laplacian.</summary>
    public double Blurred { get; init; } = 5;

    /// <summary>A reason goes away only when the measure is better than its threshold by this share.</summary>
    public double Margin { get; init; } = 0.08;

    /// <summary>
    /// Another face counts from this share of the largest one's width; smaller ones stand in the queue.
    /// </summary>
    public double OtherFace { get; init; } = 0.5;

    /// <summary>Least overlap of a face with itself in the picture before, 0 to 1; less is a jump.</summary>
    public double SameFace { get; init; } = 0.25;

    /// <summary>Least share of the points that are still followed.</summary>
    public double PointsHeld { get; init; } = 0.4;

    /// <summary>How far the nose leaves the motion of eyes and mouth in a turn, in widths of the face.</summary>
    public double Parallax { get; init; } = 0.028;

    /// <summary>Share of <see cref="Parallax"/> below which the face is straight.</summary>
    public double Straight { get; init; } = 0.4;

    /// <summary>Share of <see cref="Parallax"/> within which a face that rests stays.</summary>
    public double Resting { get; init; } = 0.25;

    /// <summary>
    /// Foreshortening, shift (widths of the face) from which something has moved that should have turned.
    /// </summary>
    public double SheetAspect { get; init; } = 0.95;

    public double SheetShift { get; init; } = 0.3;

    /// <summary>Least cosine between the colours shown and the skin's.</summary>
    public double FlashCosine { get; init; } = 0.8;

    /// <summary>Least share of the colours' saturation that is found in the skin.</summary>
    public double FlashGain { get; init; } = 0.01;

    /// <summary>
    /// The skin follows the screen by so many frames: sooner is foreknowledge, later another's picture.
    /// </summary>
    public int LagFrom { get; init; } = 1;

    public int LagTo { get; init; } = 4;

    /// <summary>Share of a step's pictures that must be good before the step may speak against the person.</summary>
    public double GoodPictures { get; init; } = 0.6;
}
