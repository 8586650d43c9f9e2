namespace KioskSuite.KioskInABox.Camera;

/// <summary>Who, or what, is before the camera.</summary>
/// <param name="Identity">Whose face is shown; null when nobody is there.</param>
/// <param name="Species">How it is shown; null for the living person.</param>
/// <param name="Attacker">Who holds the print or the screen.</param>
/// <param name="TurnsMatch">A moving picture turns as asked; otherwise as it was recorded.</param>
/// <param name="Companion">A second person at the side, who goes when told that one is enough.</param>
internal sealed record Someone(
    int? Identity, Species? Species = null, int? Attacker = null, bool TurnsMatch = false, int? Companion = null)
{
    public static Someone Nobody { get; } = new((int?)null);

    public static Someone Live(int identity) => new(identity);

    /// <summary>An attacker who shows the face of another.</summary>
    public static Someone With(Species species, int shown, int attacker, bool turnsMatch = false) =>
        new(shown, species, attacker, turnsMatch);

    public static Someone TwoPeople(int identity, int companion) => new(identity, Companion: companion);

    /// <summary>As truth files and the suite's figures name it, after GB/T 41987.</summary>
    public string Name => (Identity, Species, Companion) switch
    {
        (null, _, _) => "nobody",
        (_, Camera.Species.WholePhoto, _) => "whole-photo",
        (_, Camera.Species.CutPhoto, _) => "cut-photo",
        (_, Camera.Species.BentPhoto, _) => "bent-photo",
        (_, Camera.Species.ElectronicPhoto, _) => "electronic-photo",
        (_, Camera.Species.Video, _) => TurnsMatch ? "video-turning" : "video",
        (_, _, not null) => "two-people",
        _ => "live",
    };
}
