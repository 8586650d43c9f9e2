using System.Buffers.Binary;
using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Issuance.SecureChannel;

/// <summary>
/// The primitives of SCP03 (GlobalPlatform Amendment D §4.1.5, §6.2.4 to §6.2.7); AES keys of any length.
/// </summary>
internal static class Scp03Cipher
{
    public const byte CardCryptogram = 0;
    public const byte HostCryptogram = 1;
    public const byte CardChallenge = 2;
    public const byte SessionEnc = 4;
    public const byte SessionMac = 6;
    public const byte SessionRMac = 7;

    private const int BlockSize = 16;
    private const byte PadStart = 0x80;
    private const byte AnswerCounter = 0x80;

    /// <summary>Counter-mode KDF of NIST SP 800-108 over CMAC; 64 to 256 bits.</summary>
    public static byte[] Derive(ReadOnlySpan<byte> key, byte constant, int bits, ReadOnlySpan<byte> context)
    {
        var input = new byte[BlockSize + context.Length];
        input[11] = constant;
        BinaryPrimitives.WriteUInt16BigEndian(input.AsSpan(13), (ushort)bits);
        context.CopyTo(input.AsSpan(BlockSize));
        var derived = new byte[bits / 8];
        for (var done = 0; done < derived.Length; done += BlockSize)
        {
            input[15]++;
            var block = Cmac.Aes(key, input);
            block.AsSpan(0, Math.Min(BlockSize, derived.Length - done)).CopyTo(derived.AsSpan(done));
            CryptographicOperations.ZeroMemory(block);
        }

        return derived;
    }

    /// <summary>C-ENC: AES-CBC of the padded data, its IV being the enciphered command counter.</summary>
    public static byte[] Encipher(AesKey sessionEnc, uint counter, ReadOnlySpan<byte> data)
    {
        var padded = new byte[(data.Length / BlockSize + 1) * BlockSize];
        data.CopyTo(padded);
        padded[data.Length] = PadStart;
        var text = sessionEnc.EncryptCbc(padded, Iv(sessionEnc, counter, 0));
        CryptographicOperations.ZeroMemory(padded);
        return text;
    }

    /// <summary>
    /// R-ENC taken off: the command's counter with a mark; null for no whole blocks or wrong padding.
    /// </summary>
    public static byte[]? Decipher(AesKey sessionEnc, uint counter, ReadOnlySpan<byte> text)
    {
        if (text.Length % BlockSize != 0)
        {
            return null;
        }

        var padded = sessionEnc.DecryptCbc(text, Iv(sessionEnc, counter, AnswerCounter));
        var end = padded.AsSpan().LastIndexOfAnyExcept((byte)0);
        return end >= 0 && padded[end] == PadStart && padded.Length - end <= BlockSize ? padded[..end] : null;
    }

    /// <summary>C-MAC and R-MAC: all 16 bytes. Those of a command become the next chaining value.</summary>
    public static byte[] Mac(CmacKey sessionMac, ReadOnlySpan<byte> chaining, ReadOnlySpan<byte> message) =>
        sessionMac.Compute([.. chaining, .. message]);

    private static byte[] Iv(AesKey aes, uint counter, byte mark)
    {
        var block = new byte[BlockSize];
        block[0] = mark;
        BinaryPrimitives.WriteUInt32BigEndian(block.AsSpan(12), counter);
        return aes.EncryptEcb(block);
    }
}
