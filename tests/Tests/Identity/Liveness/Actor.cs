using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;

namespace KioskSuite.Tests.Identity.Liveness;

/// <summary>Someone, or something, before the camera; measured without any picture.</summary>
internal sealed record Actor
{
    private const double FaceWidth = 140;
    private const double Ambient = 0.6;

    /// <summary>Depth of the nose: 1 is a head's, 0 a sheet's.</summary>
    public double Depth { get; init; } = 1;

    /// <summary>Share of the screen's light in the ambient light, on the skin.</summary>
    public double Reflects { get; init; } = 0.12;

    public TimeSpan Reaction { get; init; } = TimeSpan.FromMilliseconds(350);

    /// <summary>What it does when asked; radians, positive to its own left.</summary>
    public Func<FacePrompt, double> Turns { get; init; } = prompt => prompt switch
    {
        FacePrompt.TurnLeft => 0.42,
        FacePrompt.TurnRight => -0.42,
        _ => 0,
    };

    /// <summary>The colour on the skin when the screen shows another.</summary>
    public Func<FlashColour, FlashColour> Answers { get; init; } = colour => colour;

    /// <summary>Pictures by which the skin follows the screen.</summary>
    public int Lag { get; init; } = 2;

    /// <summary>Changes what is measured at a time.</summary>
    public Func<TimeSpan, FaceMeasures, FaceMeasures> Spoils { get; init; } = (_, measures) => measures;

    public Func<TimeSpan, int, byte[]> Hash { get; init; } = (_, number) => Named(number);

    public FaceMeasures Measure(double yaw, FlashColour? light, FaceTask task, bool anchored)
    {
        var face = new FaceBox(170 + (int)(20 * Math.Sin(yaw)), 110, (int)FaceWidth, (int)FaceWidth);
        return new()
        {
            Width = 480,
            Height = 360,
            Faces = task.Detect && Math.Abs(yaw) < 0.35 ? [face] : [],
            Face = face,
            Brightness = 120,
            Sharpness = 200,
            Skin = Skin(light),
            Points = anchored ? [.. HeadPoints.Project(yaw, Depth, FaceWidth, 240, 180)] : [],
        };
    }

    /// <summary>The hash of a picture of this number.</summary>
    public static byte[] Named(int number) => [.. BitConverter.GetBytes(number), .. new byte[28]];

    private MeanColour Skin(FlashColour? light)
    {
        var screen = light is { } colour ? Light(Answers(colour)) : (Red: 0f, Green: 0f, Blue: 0f);
        float On(float skin, float channel) => (float)(skin * (Ambient + (Reflects * channel)));
        return new(On(200, screen.Red), On(150, screen.Green), On(120, screen.Blue));
    }

    private static (float Red, float Green, float Blue) Light(FlashColour colour) => colour switch
    {
        FlashColour.Red => (1, 0, 0),
        FlashColour.Yellow => (1, 1, 0),
        FlashColour.Green => (0, 1, 0),
        FlashColour.Cyan => (0, 1, 1),
        FlashColour.Blue => (0, 0, 1),
        _ => (1, 0, 1),
    };
}
