using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.OpenSsl;

namespace KioskSuite.Issuance.Crypto.Sm;

/// <summary>A point of the SM2 curve (GM/T 0003.5), X and Y of 32 bytes each.</summary>
public sealed class Sm2PublicKey : IDisposable
{
    /// <summary>X and Y.</summary>
    public const int Length = 64;

    /// <summary>The signer's identifier when nobody agreed on another (GM/T 0009).</summary>
    public const string DefaultId = "1234567812345678";

    internal const string Kind = "SM2";
    internal const byte Uncompressed = 4;

    private readonly KeyHandle _key;
    private readonly byte[] _point;

    private Sm2PublicKey(KeyHandle key, ReadOnlySpan<byte> point) => (_key, _point) = (key, point.ToArray());

    public ReadOnlySpan<byte> Point => _point;

    /// <summary>Garbage when it is not 64 bytes or not on the curve.</summary>
    public static Outcome<Sm2PublicKey> Import(ReadOnlySpan<byte> point)
    {
        if (point.Length != Length)
        {
            return DeviceFault.Garbage;
        }

        using var parts = new NativeParameters();
        parts.Text("group", Kind).Bytes("pub", [Uncompressed, .. point]);
        return NativeCrypto.Import(Kind, false, parts) is { } key
            ? new Sm2PublicKey(key, point)
            : DeviceFault.Garbage;
    }

    /// <summary>Checks a signature of 64 bytes, r and s, over SM3 of identifier, key and data.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, string id = DefaultId)
    {
        if (signature.Length != Length)
        {
            return false;
        }

        using var parameters = new NativeParameters().Bytes("distid", System.Text.Encoding.ASCII.GetBytes(id));
        using var context = LibCrypto.NewDigestContext();
        NativeCrypto.Require(
            LibCrypto.InitVerify(context, out var inner, "SM3", 0, null, _key, 0) == 1
                && LibCrypto.SetParameters(inner, parameters.Pointer) == 1,
            "SM2 verification");
        var der = Sm2Frames.SignatureToDer(signature);
        var good = LibCrypto.Verify(context, der, (nuint)der.Length, data, (nuint)data.Length) == 1;
        if (!good)
        {
            LibCrypto.ClearErrors();
        }

        return good;
    }

    /// <summary>Enciphers 1 to 1,024 bytes: C1 (65) C3 (32) C2, the order of the newer standard.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> clear)
    {
        InvariantException.Require(clear.Length is > 0 and <= Sm2Frames.MaxClear, "SM2 enciphers 1 to 1024 bytes");
        using var context = LibCrypto.NewKeyContext(0, _key, null);
        NativeCrypto.Require(LibCrypto.InitEncrypt(context) == 1, "SM2 encryption");
        var der = new byte[Sm2Frames.MaxDer];
        var length = (nuint)der.Length;
        NativeCrypto.Require(
            LibCrypto.Encrypt(context, der, ref length, clear, (nuint)clear.Length) == 1, "SM2 encryption");
        return Sm2Frames.CipherFromDer(der.AsMemory(0, (int)length));
    }

    public void Dispose() => _key.Dispose();

    public override string ToString() => "SM2 public key";
}
