using System.Buffers.Binary;

namespace KioskSuite.Issuance.Crypto.Dukpt;

/// <summary>Constants of ANSI X9.24 parts 1 and 3.</summary>
internal static class DukptFrames
{
    public const byte SerialMask = 0xE0;

    private const ushort AesAlgorithm = 2;
    private const ushort AesBits = 128;

    public static ReadOnlySpan<byte> KeyVariant =>
        [0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0, 0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0];

    public static ReadOnlySpan<byte> PinVariant => [0, 0, 0, 0, 0, 0, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0xFF];

    /// <summary>Derivation data for an AES-128 key: version, block 1, usage, algorithm, bits, identifier (8).</summary>
    public static byte[] Derivation(DukptUsage usage, ReadOnlySpan<byte> identifier)
    {
        var data = new byte[16];
        data[0] = 1;
        data[1] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2), (ushort)usage);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(4), AesAlgorithm);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(6), AesBits);
        identifier.CopyTo(data.AsSpan(8));
        return data;
    }
}

/// <summary>What a derived key is for (ANSI X9.24-3).</summary>
public enum DukptUsage
{
    None = 0,
    PinEncryption = 0x1000,
    KeyDerivation = 0x8000,
    InitialKey = 0x8001,
}
