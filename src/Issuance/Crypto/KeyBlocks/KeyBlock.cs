using System.Buffers.Binary;
using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.KeyBlocks;

/// <summary>
/// Wraps and unwraps keys as text (ANSI X9.143, formerly TR-31): versions A and C by key variants, B with 3DES and
/// D with AES by derived keys. A and C are read for old partners; new keys go out as B or D.
/// </summary>
public static class KeyBlock
{
    /// <summary>Wraps a key.</summary>
    /// <param name="protectionKey">KBPK; 16 or 24 bytes, for version D 16, 24 or 32.</param>
    /// <param name="header">What the key may be used for.</param>
    /// <param name="key">1 to 4,000 bytes.</param>
    /// <param name="shownLength">The block looks as if the key had so many bytes at least; hides short keys.</param>
    public static string Wrap(
        ReadOnlySpan<byte> protectionKey, KeyBlockHeader header, ReadOnlySpan<byte> key, int shownLength = 0)
    {
        InvariantException.Require(key.Length is > 0 and <= 4000 && shownLength <= 4000, "key of 1 to 4000 bytes");
        var layout = KeyBlockLayout.Of(header.Version);
        InvariantException.Require(layout is not null, "key block version is A to D");
        var least = KeyBlockFrames.BitLengthField + Math.Max(key.Length, shownLength);
        var field = new byte[(least + layout!.BlockSize - 1) / layout.BlockSize * layout.BlockSize];
        RandomNumberGenerator.Fill(field);
        BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)(key.Length * 8));
        key.CopyTo(field.AsSpan(KeyBlockFrames.BitLengthField));
        var text = WrapField(protectionKey, header, field);
        CryptographicOperations.ZeroMemory(field);
        return text;
    }

    /// <summary>Checks and opens a block; the MAC is compared in fixed time before the key is looked at.</summary>
    public static Verdict<UnwrappedKey, KeyBlockFault> Unwrap(ReadOnlySpan<byte> protectionKey, string text)
    {
        var parsed = KeyBlockHeader.Parse(text);
        if (!parsed.Ok)
        {
            return parsed.Reason;
        }

        var (header, headLength) = parsed.Value;
        var layout = KeyBlockLayout.Of(header.Version)!;
        if (!layout.ProtectionKeyLengths.Contains(protectionKey.Length))
        {
            return KeyBlockFault.WrongProtectionKey;
        }

        var fieldLength = (text.Length - headLength) / 2 - layout.MacLength;
        if (text.Length % 2 != 0 || fieldLength <= 0 || fieldLength % layout.BlockSize != 0)
        {
            return KeyBlockFault.WrongLength;
        }

        var bytes = new byte[fieldLength + layout.MacLength];
        if (Convert.FromHexString(text.AsSpan(headLength), bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return KeyBlockFault.NotHex;
        }

        return Open(layout, protectionKey, header, text[..headLength], bytes);
    }

    /// <summary>Wraps a clear key field that is already padded.</summary>
    internal static string WrapField(ReadOnlySpan<byte> protectionKey, KeyBlockHeader header, ReadOnlySpan<byte> field)
    {
        var layout = KeyBlockLayout.Of(header.Version)!;
        InvariantException.Require(
            layout.ProtectionKeyLengths.Contains(protectionKey.Length), "protection key of a wrong length");
        var rest = 2 * (field.Length + layout.MacLength);
        var head = header.Build(header.Build(KeyBlockHeader.MaxLength).Length + rest);
        using var encryptionKey = KeyBlockFrames.EncryptionKey(layout, protectionKey);
        using var macKey = KeyBlockFrames.MacKey(layout, protectionKey);
        using var cipher = KeyBlockFrames.Cipher(layout, encryptionKey);
        var early = layout.Derived ? KeyBlockFrames.Mac(layout, macKey, head, field) : [];
        var enciphered = cipher.EncryptCbc(field, KeyBlockFrames.Iv(layout, head, early));
        var mac = layout.Derived ? early : KeyBlockFrames.Mac(layout, macKey, head, enciphered);
        return head + Convert.ToHexString(enciphered) + Convert.ToHexString(mac);
    }

    private static Verdict<UnwrappedKey, KeyBlockFault> Open(
        KeyBlockLayout layout, ReadOnlySpan<byte> protectionKey, KeyBlockHeader header, string head, byte[] bytes)
    {
        using var encryptionKey = KeyBlockFrames.EncryptionKey(layout, protectionKey);
        using var macKey = KeyBlockFrames.MacKey(layout, protectionKey);
        using var cipher = KeyBlockFrames.Cipher(layout, encryptionKey);
        var mac = bytes[^layout.MacLength..];
        var enciphered = bytes.AsSpan(0, bytes.Length - layout.MacLength);
        var field = cipher.DecryptCbc(enciphered, KeyBlockFrames.Iv(layout, head, mac));
        try
        {
            var expected = KeyBlockFrames.Mac(layout, macKey, head, layout.Derived ? field : enciphered);
            if (!CryptographicOperations.FixedTimeEquals(expected, mac))
            {
                return KeyBlockFault.WrongMac;
            }

            var bits = BinaryPrimitives.ReadUInt16BigEndian(field);
            if (bits == 0 || bits % 8 != 0 || bits / 8 > field.Length - KeyBlockFrames.BitLengthField)
            {
                return KeyBlockFault.WrongKeyLength;
            }

            return new UnwrappedKey(header, new SecretKey(field.AsSpan(KeyBlockFrames.BitLengthField, bits / 8)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(field);
        }
    }
}

/// <summary>A key out of a block and what it may be used for; the key is zeroed when disposed.</summary>
public sealed record UnwrappedKey(KeyBlockHeader Header, SecretKey Key) : IDisposable
{
    public void Dispose() => Key.Dispose();

    public override string ToString() => $"{Header.Usage} {Key}";
}
