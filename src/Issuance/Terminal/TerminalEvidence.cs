namespace KioskSuite.Issuance.Terminal;

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
    public OfflineAuthentication Authentication { get; init; }

    /// <summary>Transaction counter before the check; null when the card does not tell.</summary>
    public ushort? StartAtc { get; init; }

    /// <summary>Whether the transaction log was empty before; null for a card without a log.</summary>
    public bool? LogEmpty { get; init; }

    /// <summary>All remarks, none of which refuses.</summary>
    public IReadOnlyList<TerminalRemark> Remarks { get; init; } = [];

    /// <summary>For the other interface's check.</summary>
    public required InterfaceTrace Trace { get; init; }

    /// <summary>Terminal verification results as sent, 5 bytes.</summary>
    internal byte[] Tvr { get; init; } = [];

    public override string ToString() => $"terminal evidence, {Records.Count} records";
}

/// <summary>What the terminal saw over the antenna: one online payment, answered at once.</summary>
/// <param name="Aip">2 bytes.</param>
/// <param name="Afl">As answered; empty when the card lists no records.</param>
/// <param name="Records">Digest of each record read.</param>
/// <param name="TerminalData">The 29 bytes that the cryptogram covers, as sent in the options list.</param>
/// <param name="Atc">Application transaction counter.</param>
/// <param name="Arqc">8 bytes.</param>
/// <param name="Iad">Issuer application data, up to 32 bytes.</param>
public sealed record ContactlessEvidence(
    byte[] Aip,
    byte[] Afl,
    IReadOnlyList<RecordDigest> Records,
    byte[] TerminalData,
    ushort Atc,
    byte[] Arqc,
    byte[] Iad)
{
    public OfflineAuthentication Authentication { get; init; }

    /// <summary>All remarks, none of which refuses.</summary>
    public IReadOnlyList<TerminalRemark> Remarks { get; init; } = [];

    /// <summary>For the other interface's check.</summary>
    public required InterfaceTrace Trace { get; init; }

    public override string ToString() => $"contactless evidence, {Records.Count} records";
}
