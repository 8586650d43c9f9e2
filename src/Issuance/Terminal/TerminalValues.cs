namespace KioskSuite.Issuance.Terminal;

/// <summary>
/// Digest of one record as the card gave it: SFI in the high byte, record number in the low; SHA-256.
/// </summary>
public sealed record RecordDigest(int FileAndRecord, byte[] Sha256);

/// <summary>What the terminal check must find: AID, AIP (2 bytes), AFL, and all records of the AFL.</summary>
public sealed record ExpectedApplication(byte[] Aid, byte[] Aip, byte[] Afl, IReadOnlyList<RecordDigest> Records)
{
    public override string ToString() => $"expected application, {Records.Count} records";
}

/// <summary>The transaction that the check pretends.</summary>
/// <param name="AmountMinor">Amount in the currency's minor unit, 0 to 999,999,999,999.</param>
/// <param name="Currency">ISO 4217 number, 4 digits, such as 0156; also sent as the terminal's country.</param>
/// <param name="Date">YYMMDD.</param>
/// <param name="UnpredictableNumber">4 bytes.</param>
/// <param name="Time">HHMMSS.</param>
public sealed record TerminalOptions(
    long AmountMinor, string Currency, string Date, ReadOnlyMemory<byte> UnpredictableNumber, string Time = "000000");

/// <summary>What the terminal saw and the card's answer to the first GENERATE AC.</summary>
/// <param name="Aid">As in the SELECT answer.</param>
/// <param name="Aip">2 bytes.</param>
/// <param name="Afl">As answered.</param>
/// <param name="Records">Digest of each record read.</param>
/// <param name="Cdol1Data">Filled CDOL1 as sent.</param>
/// <param name="Cid">Cryptogram information data; an ARQC.</param>
/// <param name="Atc">Application transaction counter.</param>
/// <param name="Arqc">8 bytes.</param>
/// <param name="Iad">Issuer application data, up to 32 bytes.</param>
/// <param name="Cdol2">The card's list for the second GENERATE AC.</param>
/// <param name="Options">The transaction.</param>
public sealed record TerminalEvidence(
    byte[] Aid,
    byte[] Aip,
    byte[] Afl,
    IReadOnlyList<RecordDigest> Records,
    byte[] Cdol1Data,
    byte Cid,
    ushort Atc,
    byte[] Arqc,
    byte[] Iad,
    byte[] Cdol2,
    TerminalOptions Options)
{
    public override string ToString() => $"terminal evidence, {Records.Count} records";
}
