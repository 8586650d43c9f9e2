using System.Buffers.Binary;
using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Issuance.SecureChannel;

/// <summary>The three primitives of SCP03 with AES-128 (GlobalPlatform Amendment D §4.1.5, §6.2.4, §6.2.6).</summary>
internal static class Scp03Cipher
{
    public const byte CardCryptogram = 0;
    public const byte HostCryptogram = 1;
    public const byte SessionEnc = 4;
    public const byte SessionMac = 6;

    private const int BlockSize = 16;
    private const byte PadStart = 0x80;

    /// <summary>Counter-mode KDF of NIST SP 800-108 over CMAC; 64 or 128 bits, one block.</summary>
    public static byte[] Derive(ReadOnlySpan<byte> key, byte constant, int bits, ReadOnlySpan<byte> context)
    {
        var input = new byte[BlockSize + context.Length];
        input[11] = constant;
        BinaryPrimitives.WriteUInt16BigEndian(input.AsSpan(13), (ushort)bits);
        input[15] = 1;
        context.CopyTo(input.AsSpan(BlockSize));
        return AesCmac.Compute(key, input)[..(bits / 8)];
    }

    /// <summary>C-ENC: AES-CBC of the padded data, its IV being the enciphered command counter.</summary>
    public static byte[] Encipher(ReadOnlySpan<byte> sessionEnc, uint counter, ReadOnlySpan<byte> data)
    {
        var padded = new byte[(data.Length / BlockSize + 1) * BlockSize];
        data.CopyTo(padded);
        padded[data.Length] = PadStart;
        var block = new byte[BlockSize];
        BinaryPrimitives.WriteUInt32BigEndian(block.AsSpan(12), counter);
        using var aes = Aes.Create();
        aes.SetKey(sessionEnc);
        var iv = aes.EncryptEcb(block, PaddingMode.None);
        var text = aes.EncryptCbc(padded, iv, PaddingMode.None);
        CryptographicOperations.ZeroMemory(padded);
        return text;
    }

    /// <summary>C-MAC: all 16 bytes, which become the next chaining value; the first 8 travel.</summary>
    public static byte[] Mac(ReadOnlySpan<byte> sessionMac, ReadOnlySpan<byte> chaining, ReadOnlySpan<byte> command) =>
        AesCmac.Compute(sessionMac, [.. chaining, .. command]);
}
