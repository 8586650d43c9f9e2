using KioskSuite.Issuance.Crypto.OfflineData;

namespace KioskSuite.Issuance.Terminal;

/// <summary>
/// Digest of one record as the card gave it: SFI in the high byte, record number in the low; SHA-256.
/// </summary>
public sealed record RecordDigest(int FileAndRecord, byte[] Sha256);

/// <summary>What the terminal check must find: AID, AIP (2 bytes), AFL, and all records of the AFL.</summary>
public sealed record ExpectedApplication(byte[] Aid, byte[] Aip, byte[] Afl, IReadOnlyList<RecordDigest> Records)
{
    /// <summary>The card number that was ordered; empty when only the records' digests tell.</summary>
    public string Pan { get; init; } = "";

    /// <summary>Its sequence number, 2 digits; empty as with <see cref="Pan"/>.</summary>
    public string Psn { get; init; } = "";

    /// <summary>Its AIP promises CDA: the terminal has to see the cryptogram signed.</summary>
    public bool Combines => Products.Aip.HasCda(Aip);

    /// <summary>The same application over the antenna; null for a card without that interface.</summary>
    public ExpectedInterface? Contactless { get; init; }

    public override string ToString() => $"expected application, {Records.Count} records";
}

/// <summary>What must be found over the antenna: AIP (2 bytes), AFL, all records of the AFL.</summary>
public sealed record ExpectedInterface(byte[] Aip, byte[] Afl, IReadOnlyList<RecordDigest> Records)
{
    public override string ToString() => $"expected interface, {Records.Count} records";
}

/// <summary>The transaction that the check pretends.</summary>
/// <param name="AmountMinor">Amount in the currency's minor unit, 0 to 999,999,999,999.</param>
/// <param name="Currency">ISO 4217 number, 4 digits, such as 0156; also sent as the terminal's country.</param>
/// <param name="Date">YYMMDD, a day of 2000 to 2099.</param>
/// <param name="UnpredictableNumber">4 bytes.</param>
/// <param name="Time">HHMMSS.</param>
public sealed record TerminalOptions(
    long AmountMinor, string Currency, string Date, ReadOnlyMemory<byte> UnpredictableNumber, string Time = "000000")
{
    /// <summary>Scheme keys that the terminal knows; without any, certificates are not checked.</summary>
    public IReadOnlyList<CaPublicKey> SchemeKeys { get; init; } = [];

    /// <summary>What the other interface told just before; null when this one is the first.</summary>
    public InterfaceTrace? Before { get; init; }
}

/// <summary>What one interface leaves for the other to compare.</summary>
/// <param name="Atc">Its transaction counter.</param>
/// <param name="Account">SHA-256 over 57 and 5F34.</param>
public sealed record InterfaceTrace(ushort Atc, byte[] Account)
{
    public override string ToString() => $"ATC {Atc}";
}

/// <summary>How far offline data authentication came.</summary>
public enum OfflineAuthentication
{
    /// <summary>The card has none.</summary>
    None,

    /// <summary>The terminal knows no scheme key.</summary>
    NotChecked,
    Failed,

    /// <summary>Certificates verify; the card signed nothing yet.</summary>
    Certified,

    /// <summary>DDA, over the antenna fDDA: the card holds its key.</summary>
    Dynamic,

    /// <summary>CDA: it also signed the cryptogram.</summary>
    Combined,
}
