using System.Numerics;

namespace KioskSuite.KioskInABox.Camera;

/// <summary>How a head or a sheet is held. Degrees and millimetres; +x is the picture's right, +y is up.</summary>
/// <param name="Yaw">Positive towards the person's own left, which is the picture's right.</param>
/// <param name="Pitch">Positive is up.</param>
/// <param name="Roll">Positive towards the picture's left.</param>
/// <param name="Distance">From the lens to the eyes, or to the middle of a sheet.</param>
internal readonly record struct Pose(
    float Yaw, float Pitch = 0, float Roll = 0, float X = 0, float Y = 0, float Distance = 520);

/// <summary>A living face.</summary>
/// <param name="Identity">Whose; every number from 0 is another person.</param>
/// <param name="Blink">0 open to 1 closed.</param>
/// <param name="Mouth">0 closed to 1 wide open.</param>
internal sealed record LiveFace(int Identity, Pose Pose, float Blink = 0, float Mouth = 0);

/// <summary>What an attacker shows; the names are those of GB/T 41987.</summary>
internal enum Species
{
    /// <summary>A print, flat.</summary>
    WholePhoto,

    /// <summary>A print with holes; living eyes look through them.</summary>
    CutPhoto,

    /// <summary>A print bent about an upright axis.</summary>
    BentPhoto,

    /// <summary>A still on a screen.</summary>
    ElectronicPhoto,

    /// <summary>A moving picture on a screen.</summary>
    Video,
}

/// <summary>A print or a screen in somebody's hand, and the face shown on it.</summary>
/// <param name="Bend">Radius of the bend in millimetres; 0 is flat.</param>
internal sealed record Sheet(Species Species, Pose Pose, LiveFace Shown, float Bend = 0);

/// <summary>Light on the scene, linear, 1 makes white paper white.</summary>
/// <param name="Ambient">From everywhere.</param>
/// <param name="Key">From <paramref name="From"/>, which points to the lamp.</param>
/// <param name="Screen">Colour of the kiosk's screen, each channel 0 to 1.</param>
/// <param name="ScreenShare">How strong the screen is at the face.</param>
internal sealed record Lighting(float Ambient, float Key, Vector3 From, Vector3 Screen, float ScreenShare)
{
    /// <summary>A branch by day; the screen shows its page.</summary>
    public static Lighting Day { get; } =
        new(0.28f, 0.32f, Vector3.Normalize(new(-0.2f, 0.42f, 0.88f)), new(0.5f), 0.17f);

    /// <summary>Lit evenly from the front, as for a document's picture.</summary>
    public static Lighting Even { get; } = new(0.42f, 0.3f, Vector3.Normalize(new(0, 0.3f, 1)), Vector3.Zero, 0);
}

/// <summary>What the camera sees at one moment; everything on it may be absent.</summary>
internal sealed record HeadScene(
    LiveFace? First, Lighting Light, LiveFace? Second = null, Sheet? Sheet = null, int Backdrop = 0);
