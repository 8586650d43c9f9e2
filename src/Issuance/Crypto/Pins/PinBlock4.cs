using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.Pins;

/// <summary>
/// Enciphered PIN blocks of 16 bytes (ISO 9564-1 format 4): twice through AES. With an SM4 key it is the same
/// construction over SM4, which no published vector confirms.
/// </summary>
public static class PinBlock4
{
    private const byte Format = 4;

    /// <summary>Enciphers; the random half makes two blocks of one PIN differ.</summary>
    public static byte[] Encipher(IBlockCipher key, Pin pin, string pan)
    {
        InvariantException.Require(key.BlockSize == PinFrames.Long, "format 4 needs blocks of 16 bytes");
        var head = PinFrames.Field(Format, pin, () => PinFrames.LongFiller);
        var field = new byte[PinFrames.Long];
        head.CopyTo(field, 0);
        RandomNumberGenerator.Fill(field.AsSpan(PinFrames.Short));
        var middle = key.EncryptEcb(field);
        PinFrames.Xor(middle, PinFrames.LongAccount(pan));
        var block = key.EncryptEcb(middle);
        CryptographicOperations.ZeroMemory(head);
        CryptographicOperations.ZeroMemory(field);
        CryptographicOperations.ZeroMemory(middle);
        return block;
    }

    /// <summary>Garbage when it is no block under this key for this PAN.</summary>
    public static Outcome<Pin> Decipher(IBlockCipher key, ReadOnlySpan<byte> block, string pan)
    {
        InvariantException.Require(key.BlockSize == PinFrames.Long, "format 4 needs blocks of 16 bytes");
        if (block.Length != PinFrames.Long)
        {
            return DeviceFault.Garbage;
        }

        var middle = key.DecryptEcb(block);
        PinFrames.Xor(middle, PinFrames.LongAccount(pan));
        var field = key.DecryptEcb(middle);
        var pin = PinFrames.Read(Format, field.AsSpan(0, PinFrames.Short), half => half == PinFrames.LongFiller);
        CryptographicOperations.ZeroMemory(middle);
        CryptographicOperations.ZeroMemory(field);
        return pin;
    }
}
