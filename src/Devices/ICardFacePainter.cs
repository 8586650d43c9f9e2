namespace KioskSuite.Devices;

/// <summary>What is drawn on a card's face. In memory only, between central's script and the print head.</summary>
public sealed record FaceText(string Pan, string Name, string Expiry, string Layout, ulong LayoutVersion)
{
    public override string ToString() => $"face text for {Layout} {LayoutVersion}";
}

/// <summary>Measures and draws card faces, in a process of its own.</summary>
public interface ICardFacePainter
{
    ValueTask<Outcome<Done>> MeasureAsync(string name, string layout, CancellationToken stop);

    ValueTask<Outcome<CardImage>> DrawAsync(FaceText face, CancellationToken stop);
}
