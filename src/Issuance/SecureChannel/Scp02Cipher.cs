using System.Buffers.Binary;
using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Issuance.SecureChannel;

/// <summary>Session keys of SCP02: 3DES-CBC of a constant and the sequence counter (annex E.4.1).</summary>
internal sealed class Scp02Keys : IDisposable
{
    private const ushort ForMac = 0x0101;
    private const ushort ForRMac = 0x0102;
    private const ushort ForDek = 0x0181;
    private const ushort ForEnc = 0x0182;

    private Scp02Keys(byte[] enc, byte[] mac, byte[] rmac, byte[] dek) =>
        (Enc, Mac, RMac, Dek) = (enc, mac, rmac, dek);

    public byte[] Enc { get; }

    public byte[] Mac { get; }

    public byte[] RMac { get; }

    public byte[] Dek { get; }

    /// <param name="keys">The static keys; weak ones are taken, since test cards have them.</param>
    /// <param name="sequence">Sequence counter, 2 bytes.</param>
    public static Scp02Keys Derive(StaticKeys keys, ReadOnlySpan<byte> sequence) => new(
        One(keys.Enc, ForEnc, sequence),
        One(keys.Mac, ForMac, sequence),
        One(keys.Mac, ForRMac, sequence),
        One(keys.Dek, ForDek, sequence));

    public void Dispose()
    {
        foreach (var secret in (byte[][])[Enc, Mac, RMac, Dek])
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    public override string ToString() => "SCP02 session keys";

    private static byte[] One(ReadOnlySpan<byte> key, ushort constant, ReadOnlySpan<byte> sequence)
    {
        InvariantException.Require(sequence.Length == 2, "SCP02 counts in 2 bytes");
        var input = new byte[16];
        BinaryPrimitives.WriteUInt16BigEndian(input, constant);
        sequence.CopyTo(input.AsSpan(2));
        return DesEde.EncryptCbc(key, input);
    }
}

/// <summary>The primitives of SCP02 (GlobalPlatform Card Specification 2.3.1 annex B.1, E.4).</summary>
internal static class Scp02Cipher
{
    public const int BlockSize = 8;
    private const byte PadStart = 128;

    /// <summary>Cryptogram of either side: last block of 3DES-CBC over the padded challenges, 24 bytes in.</summary>
    public static byte[] Cryptogram(ReadOnlySpan<byte> sessionEnc, ReadOnlySpan<byte> challenges) =>
        Encipher(sessionEnc, challenges)[^BlockSize..];

    /// <summary>C-ENC: 3DES-CBC of the padded data, from zeros.</summary>
    public static byte[] Encipher(ReadOnlySpan<byte> sessionEnc, ReadOnlySpan<byte> data)
    {
        var padded = new byte[(data.Length / BlockSize + 1) * BlockSize];
        data.CopyTo(padded);
        padded[data.Length] = PadStart;
        using var key = TripleDesKey.Import(sessionEnc);
        var text = key.EncryptCbc(padded, new byte[BlockSize]);
        CryptographicOperations.ZeroMemory(padded);
        return text;
    }

    /// <summary>
    /// C-MAC and R-MAC: retail MAC from an ICV, which is the same as one over a first block xored with it.
    /// </summary>
    public static byte[] Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> icv, ReadOnlySpan<byte> message)
    {
        var padded = new byte[(message.Length / BlockSize + 1) * BlockSize];
        message.CopyTo(padded);
        padded[message.Length] = PadStart;
        for (var i = 0; i < BlockSize; i++)
        {
            padded[i] ^= icv[i];
        }

        var mac = RetailMac.ComputeBlocks(key, padded);
        CryptographicOperations.ZeroMemory(padded);
        return mac;
    }

    /// <summary>ICV encryption: single DES of the last MAC under the left half of S-MAC.</summary>
    public static byte[] EncipherIcv(ReadOnlySpan<byte> sessionMac, ReadOnlySpan<byte> mac)
    {
        using var des = DES.Create();
        var half = sessionMac[..BlockSize].ToArray();
        des.Key = half;
        CryptographicOperations.ZeroMemory(half);
        return des.EncryptEcb(mac, PaddingMode.None);
    }
}
