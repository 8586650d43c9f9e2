using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.OpenSsl;

namespace KioskSuite.Issuance.Crypto.Sm;

/// <summary>An SM2 key pair (GM/T 0003.5); cleared when disposed.</summary>
public sealed class Sm2PrivateKey : IDisposable
{
    /// <summary>Bytes of the secret number.</summary>
    public const int Length = 32;

    private readonly KeyHandle _key;
    private readonly byte[] _point;

    private Sm2PrivateKey(KeyHandle key, ReadOnlySpan<byte> point) => (_key, _point) = (key, point.ToArray());

    /// <summary>X and Y, 64 bytes.</summary>
    public ReadOnlySpan<byte> Point => _point;

    /// <summary>A secret of 32 bytes with its point of 64; garbage when they are no key.</summary>
    public static Outcome<Sm2PrivateKey> Import(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> point)
    {
        if (secret.Length != Length || point.Length != Sm2PublicKey.Length)
        {
            return DeviceFault.Garbage;
        }

        using var parts = new NativeParameters();
        parts.Text("group", Sm2PublicKey.Kind).Bytes("pub", [Sm2PublicKey.Uncompressed, .. point])
            .Number("priv", secret);
        return NativeCrypto.Import(Sm2PublicKey.Kind, true, parts) is { } key
            ? new Sm2PrivateKey(key, point)
            : DeviceFault.Garbage;
    }

    public static Sm2PrivateKey Generate()
    {
        var key = NativeCrypto.Generate(Sm2PublicKey.Kind);
        var point = new byte[Sm2PublicKey.Length + 1];
        NativeCrypto.Require(
            LibCrypto.GetOctets(key, "encoded-pub-key", point, (nuint)point.Length, out var written) == 1
                && written == (nuint)point.Length,
            "the SM2 point");
        return new Sm2PrivateKey(key, point.AsSpan(1));
    }

    /// <summary>Signature of 64 bytes, r and s, over SM3 of identifier, key and data; differs each time.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data, string id = Sm2PublicKey.DefaultId)
    {
        using var parameters = new NativeParameters().Bytes("distid", System.Text.Encoding.ASCII.GetBytes(id));
        using var context = LibCrypto.NewDigestContext();
        NativeCrypto.Require(
            LibCrypto.InitSign(context, out var inner, "SM3", 0, null, _key, 0) == 1
                && LibCrypto.SetParameters(inner, parameters.Pointer) == 1,
            "an SM2 signature");
        var der = new byte[Sm2Frames.MaxDer];
        var length = (nuint)der.Length;
        NativeCrypto.Require(
            LibCrypto.Sign(context, der, ref length, data, (nuint)data.Length) == 1, "an SM2 signature");
        return Sm2Frames.SignatureFromDer(der.AsMemory(0, (int)length));
    }

    /// <summary>Opens C1 (65) C3 (32) C2; garbage when not for this key. The answer is the caller's to zero.</summary>
    public Outcome<byte[]> Decrypt(ReadOnlySpan<byte> cipher)
    {
        if (Sm2Frames.CipherToDer(cipher) is not { } der)
        {
            return DeviceFault.Garbage;
        }

        using var context = LibCrypto.NewKeyContext(0, _key, null);
        NativeCrypto.Require(LibCrypto.InitDecrypt(context) == 1, "SM2 decryption");
        var clear = new byte[der.Length];
        var length = (nuint)clear.Length;
        var opened = LibCrypto.Decrypt(context, clear, ref length, der, (nuint)der.Length) == 1
            ? clear[..(int)length]
            : null;
        CryptographicOperations.ZeroMemory(clear);
        if (opened is not null)
        {
            return opened;
        }

        LibCrypto.ClearErrors();
        return DeviceFault.Garbage;
    }

    /// <summary>The secret, 32 bytes; for a card that generated none of its own.</summary>
    public SecretKey ExportSecret()
    {
        NativeCrypto.Require(LibCrypto.GetNumber(_key, "priv", out var number) == 1, "the SM2 secret");
        using (number)
        {
            var secret = new byte[Length];
            NativeCrypto.Require(LibCrypto.WriteNumber(number, secret, Length) == Length, "the SM2 secret");
            return SecretKey.Own(secret);
        }
    }

    public void Dispose() => _key.Dispose();

    public override string ToString() => "SM2 key pair";
}
