using System.Security.Cryptography;

namespace KioskSuite.Issuance.Crypto;

/// <summary>Key check values of 3 bytes. One AES key has three, by convention; they are not interchangeable.</summary>
public static class KeyCheckValue
{
    private const int Length = 3;
    private const int AesBlock = 16;

    /// <summary>3DES: eight zeros enciphered (GlobalPlatform, EMV CPS, most HSMs).</summary>
    public static byte[] TripleDes(ReadOnlySpan<byte> key)
    {
        using var cipher = TripleDesKey.Import(key);
        return cipher.EncryptEcb(new byte[8])[..Length];
    }

    /// <summary>AES by GlobalPlatform: sixteen bytes of value 1 enciphered.</summary>
    public static byte[] AesOnes(ReadOnlySpan<byte> key) => AesOver(key, 1);

    /// <summary>AES as many HSMs do: sixteen zeros enciphered.</summary>
    public static byte[] AesZeros(ReadOnlySpan<byte> key) => AesOver(key, 0);

    /// <summary>AES as newer HSMs do: CMAC of sixteen zeros.</summary>
    public static byte[] AesCmacZeros(ReadOnlySpan<byte> key) => Cmac.Aes(key, new byte[AesBlock])[..Length];

    private static byte[] AesOver(ReadOnlySpan<byte> key, byte filler)
    {
        var block = new byte[AesBlock];
        Array.Fill(block, filler);
        using var aes = Aes.Create();
        aes.SetKey(key);
        return aes.EncryptEcb(block, PaddingMode.None)[..Length];
    }
}
