using KioskSuite.Issuance.Crypto.OpenSsl;

namespace KioskSuite.Issuance.Crypto.Sm;

/// <summary>SM3 (GM/T 0004-2012) by OpenSSL; 32 bytes.</summary>
public static class Sm3
{
    public const int Length = 32;

    private const string Name = "SM3";

    public static byte[] Hash(ReadOnlySpan<byte> data) => NativeCrypto.Digest(Name, data, Length);

    public static byte[] Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) =>
        NativeCrypto.Mac("HMAC", Name, key, data, Length);
}
