using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.OpenSsl;
using KioskSuite.Issuance.Crypto.Sm;

namespace KioskSuite.Issuance.Crypto.Ceremony;

/// <summary>Cipher of a ceremony's key, and the convention of the check values on its forms.</summary>
public enum CeremonyKind
{
    TripleDes,

    /// <summary>Sixteen bytes of value 1 (GlobalPlatform).</summary>
    AesOnes,
    AesZeros,

    /// <summary>CMAC of sixteen zeros.</summary>
    AesCmac,
    Sm4,
}

/// <summary>Check values of components, which may be weak where no key may be.</summary>
internal static class CeremonyCheckValue
{
    private const int Length = 3;

    public static byte[] Of(CeremonyKind kind, ReadOnlySpan<byte> key) => kind switch
    {
        CeremonyKind.TripleDes => TripleDes(key),
        CeremonyKind.AesOnes => KeyCheckValue.AesOnes(key),
        CeremonyKind.AesZeros => KeyCheckValue.AesZeros(key),
        CeremonyKind.AesCmac => KeyCheckValue.AesCmacZeros(key),
        _ => Sm4(key),
    };

    /// <summary>By libcrypto: the platform refuses a component that is weak or has equal parts.</summary>
    private static byte[] TripleDes(ReadOnlySpan<byte> key)
    {
        InvariantException.Require(key.Length is 16 or 24, "a 3DES key has 16 or 24 bytes");
        var cipher = key.Length == 16 ? "DES-EDE" : "DES-EDE3";
        return NativeCrypto.Cipher(cipher, key, [], new byte[8], true)[..Length];
    }

    private static byte[] Sm4(ReadOnlySpan<byte> key)
    {
        using var cipher = Sm4Key.Import(key);
        return cipher.EncryptEcb(new byte[Sm4Key.Length])[..Length];
    }
}
