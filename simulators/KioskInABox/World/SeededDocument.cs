namespace KioskSuite.KioskInABox.World;

/// <summary>A document of the seed file as it lies on the reader; all people are fictional.</summary>
/// <param name="Face">Number of the owner's face: the person's place in the seed file, from 0.</param>
public sealed record SeededDocument(
    string Kind,
    string Number,
    string Name,
    string Sex,
    string Ethnicity,
    string Birth,
    string Address,
    string Authority,
    string ValidFrom,
    string ValidTo,
    int Face = 0)
{
    public override string ToString() => $"{Kind} document";
}
