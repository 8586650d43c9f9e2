using KioskSuite.Devices;

namespace KioskSuite.Simulation.Shared;

/// <summary>Paints every face black; the real painter is a process of its own.</summary>
internal sealed class Painter : ICardFacePainter
{
    private const int BytesPerDot = 3;

    public ValueTask<Outcome<Done>> MeasureAsync(string name, string layout, CancellationToken stop) =>
        new(default(Done));

    public ValueTask<Outcome<CardImage>> DrawAsync(FaceText face, CancellationToken stop) =>
        new(new CardImage(new byte[CardImage.Width * CardImage.Height * BytesPerDot]));
}
