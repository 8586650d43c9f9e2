namespace KioskSuite.KioskInABox.World;

/// <summary>A document of the seed file as it lies on the reader; all people are fictional.</summary>
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
    string ValidTo)
{
    public override string ToString() => $"{Kind} document";
}
