using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.OpenSsl;

/// <summary>One-shot calls into libcrypto. A call that fails for reasons of the input answers null or false.</summary>
internal static class NativeCrypto
{
    private const int KeyPair = 135;
    private const int PublicKey = 134;

    public static byte[] Digest(string name, ReadOnlySpan<byte> data, int length)
    {
        var digest = new byte[length];
        Require(LibCrypto.Digest(0, name, null, NotNull(data), (nuint)data.Length, digest, out _) == 1, name);
        return digest;
    }

    public static byte[] Mac(string name, string inner, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, int length)
    {
        var mac = new byte[length];
        var (keyLength, dataLength) = ((nuint)key.Length, (nuint)data.Length);
        var done = LibCrypto.Mac(
            0, name, null, inner, 0, key, keyLength, NotNull(data), dataLength, mac, (nuint)length, out _);
        Require(done != 0, name);
        return mac;
    }

    /// <summary>A whole message through a cipher without padding; the IV is empty when it takes none.</summary>
    public static byte[] Cipher(
        string name, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> data, bool encrypt)
    {
        using var cipher = LibCrypto.FetchCipher(0, name, null);
        Require(!cipher.IsInvalid, name);
        using var context = LibCrypto.NewCipherContext();
        Require(LibCrypto.InitCipher(context, cipher, key, iv, encrypt ? 1 : 0, 0) == 1, name);
        Require(LibCrypto.SetPadding(context, 0) == 1, name);
        var output = new byte[data.Length];
        if (data.Length > 0)
        {
            var done = LibCrypto.UpdateCipher(context, output, out var written, data, data.Length);
            Require(done == 1 && written == data.Length, name);
        }

        return output;
    }

    /// <summary>Null when the parts are no key: not on the curve, zero, inconsistent.</summary>
    public static KeyHandle? Import(string kind, bool isPrivate, NativeParameters parts)
    {
        using var context = LibCrypto.NewKeyContext(0, kind, null);
        Require(!context.IsInvalid && LibCrypto.InitImport(context) == 1, kind);
        if (LibCrypto.Import(context, out var key, isPrivate ? KeyPair : PublicKey, parts.Pointer) == 1)
        {
            return key;
        }

        key.Dispose();
        LibCrypto.ClearErrors();
        return null;
    }

    public static KeyHandle Generate(string kind)
    {
        using var context = LibCrypto.NewKeyContext(0, kind, null);
        Require(!context.IsInvalid && LibCrypto.InitGenerate(context) == 1, kind);
        Require(LibCrypto.Generate(context, out var key) == 1, kind);
        return key;
    }

    /// <summary>Fails where only platform or caller can be at fault; libcrypto's words stay out.</summary>
    public static void Require(bool holds, string what)
    {
        if (!holds)
        {
            LibCrypto.ClearErrors();
            throw new InvariantException($"libcrypto refused {what}");
        }
    }

    /// <summary>An empty span is a null pointer, which some functions do not take.</summary>
    private static ReadOnlySpan<byte> NotNull(ReadOnlySpan<byte> data) => data.IsEmpty ? new byte[1] : data;
}
