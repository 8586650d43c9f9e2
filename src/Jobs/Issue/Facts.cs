using KioskSuite.Devices;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Jobs.Issue;

/// <summary>What of a document may be journaled in clear.</summary>
internal static class Facts
{
    public static DocumentRead Of(IdDocument document) => new()
    {
        Kind = DocumentToken.KindWord(document.Kind),
        MaskedNumber = Identity.Masking.IdNumber(document.Number),
        Portrait = document.Portrait.Ok,
    };
}
