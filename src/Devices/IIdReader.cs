namespace KioskSuite.Devices;

/// <summary>A reader of identity documents by chip.</summary>
public interface IIdReader : IDevice
{
    /// <summary>Waits until a document lies on the reader and reads it.</summary>
    /// <param name="within">How long to wait for a document; then <see cref="DeviceFault.NoDocument"/>.</param>
    /// <param name="stop">Ends the wait; the reader is left idle.</param>
    ValueTask<Outcome<IdDocument>> ReadAsync(TimeSpan within, CancellationToken stop);
}

/// <summary>Document layouts of the resident card family (type byte at offset 248 of the text record).</summary>
public enum DocumentKind
{
    ResidentCard = 1,
    HongKongMacaoTaiwanPermit = 2,
    ForeignPermanentResident2017 = 3,
    ForeignPermanentResident2023 = 4,
}

/// <summary>What a document says. All of it is personal: nothing reaches a log or the journal in clear.</summary>
/// <param name="Kind">Layout of the document.</param>
/// <param name="Number">Citizen, permit or permanent-resident number.</param>
/// <param name="Name">Name as stored, trimmed; Chinese name where both exist.</param>
/// <param name="LatinName">Latin name of the foreign layouts, else empty.</param>
/// <param name="Sex">GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 unspecified.</param>
/// <param name="Ethnicity">GB/T 3304 code, two digits, or empty.</param>
/// <param name="Nationality">Alpha-3 for the foreign layouts, else empty.</param>
/// <param name="Birth">YYYYMMDD.</param>
/// <param name="Address">Address, or empty.</param>
/// <param name="Authority">Issuing authority, or empty.</param>
/// <param name="ValidFrom">YYYYMMDD.</param>
/// <param name="ValidTo">YYYYMMDD, or <c>长期</c>.</param>
/// <param name="FormerNumber">Travel-permit number or link to the former number, or empty.</param>
/// <param name="IssueCount">Issue count, or empty.</param>
/// <param name="Portrait">The decoded portrait, or a <see cref="DeviceFault.NoPortrait"/>.</param>
public sealed record IdDocument(
    DocumentKind Kind,
    string Number,
    string Name,
    string LatinName,
    string Sex,
    string Ethnicity,
    string Nationality,
    string Birth,
    string Address,
    string Authority,
    string ValidFrom,
    string ValidTo,
    string FormerNumber,
    string IssueCount,
    Outcome<Portrait> Portrait)
{
    public override string ToString() => $"{Kind} document";
}

/// <summary>A decoded portrait as a JPEG. Owner zeroes <see cref="Jpeg"/> when the session ends.</summary>
public sealed record Portrait(byte[] Jpeg)
{
    public override string ToString() => $"portrait, {Jpeg.Length} bytes";
}

/// <summary>Decodes a reader's 1024-byte photo block. The licensed decoder is a site's plug-in.</summary>
public interface IPortraitDecoder
{
    /// <returns>The portrait, or <see cref="DeviceFault.NoPortrait"/> for any block it does not know.</returns>
    Outcome<Portrait> Decode(ReadOnlySpan<byte> block);
}
