using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>Where the key of a cryptogram comes from.</summary>
public enum CryptogramSession
{
    /// <summary>The card's key itself (Visa version 10).</summary>
    None,

    /// <summary>By ATC as PBOC 3.0 does (version 01).</summary>
    Pboc,

    /// <summary>EMV common session key (version 18, CCD).</summary>
    Common,
}

/// <summary>What differs by cryptogram version with 3DES: data of the product profile.</summary>
/// <param name="Session">Session key.</param>
/// <param name="IsoPadding">80 and zeros; otherwise zeros, none when it fits.</param>
public sealed record CryptogramVersion(CryptogramSession Session, bool IsoPadding)
{
    public static CryptogramVersion Pboc01 { get; } = new(CryptogramSession.Pboc, true);

    public static CryptogramVersion Visa10 { get; } = new(CryptogramSession.None, false);

    public static CryptogramVersion Common { get; } = new(CryptogramSession.Common, true);
}

/// <summary>Cryptograms of international applications (EMV Book 2 §8) by version; 3DES.</summary>
public static class EmvCryptogram
{
    private const int Block = 8;
    private const int StatusLength = 4;

    /// <summary>ARQC, TC or AAC, 8 bytes, over the version's own input (at least one byte).</summary>
    public static byte[] Compute(
        CryptogramVersion version, ReadOnlySpan<byte> cardKey, ushort atc, ReadOnlySpan<byte> input)
    {
        var session = Session(version, cardKey, atc);
        var padded = new byte[(input.Length + Block - 1) / Block * Block];
        input.CopyTo(padded);
        var cryptogram = version.IsoPadding
            ? RetailMac.Compute(session, input)
            : RetailMac.ComputeBlocks(session, padded);
        CryptographicOperations.ZeroMemory(session);
        return cryptogram;
    }

    /// <summary>ARPC method 1, 8 bytes: ARQC xored with the response code of 2 bytes, enciphered.</summary>
    public static byte[] Arpc(
        CryptogramVersion version,
        ReadOnlySpan<byte> cardKey,
        ushort atc,
        ReadOnlySpan<byte> arqc,
        ReadOnlySpan<byte> responseCode)
    {
        var session = Session(version, cardKey, atc);
        var arpc = ApplicationCryptogram.ArpcUnder(session, arqc, responseCode);
        CryptographicOperations.ZeroMemory(session);
        return arpc;
    }

    /// <summary>ARPC method 2, 4 bytes: MAC over ARQC, card status update (4), proprietary data (0 to 8).</summary>
    public static byte[] ArpcByStatus(
        CryptogramVersion version,
        ReadOnlySpan<byte> cardKey,
        ushort atc,
        ReadOnlySpan<byte> arqc,
        ReadOnlySpan<byte> statusUpdate,
        ReadOnlySpan<byte> proprietary)
    {
        InvariantException.Require(arqc.Length == Block && statusUpdate.Length == StatusLength, "ARQC 8, CSU 4 bytes");
        InvariantException.Require(proprietary.Length <= Block, "proprietary data have up to 8 bytes");
        var session = Session(version, cardKey, atc);
        var mac = RetailMac.Compute(session, [.. arqc, .. statusUpdate, .. proprietary]);
        CryptographicOperations.ZeroMemory(session);
        return mac[..StatusLength];
    }

    private static byte[] Session(CryptogramVersion version, ReadOnlySpan<byte> cardKey, ushort atc) =>
        version.Session switch
        {
            CryptogramSession.Pboc => EmvKeys.PbocSession(cardKey, atc),
            CryptogramSession.Common => EmvKeys.CommonSession(cardKey, atc),
            _ => cardKey.ToArray(),
        };
}
