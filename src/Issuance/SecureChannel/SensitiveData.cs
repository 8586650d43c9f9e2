using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.SecureChannel;

/// <summary>
/// Encryption of DGI values that stay secret inside the channel (GlobalPlatform Amendment D §6.2.8: SCP03 has no
/// session DEK).
/// </summary>
/// <remarks>
/// The one rule, also for the card: the value of an encrypted DGI is AES-128-CBC under the <b>static</b> DEK of the
/// security domain, IV sixteen zeros, <b>no padding</b>; only values of a positive multiple of 16 bytes are
/// encrypted, so the DGI's length byte is the clear length. Identifier and length of the DGI stay clear. Such a DGI
/// stands alone in STORE DATA blocks whose P1 has bits 60; each value is encrypted by itself, first here, then the
/// command is wrapped.
/// </remarks>
public static class SensitiveData
{
    private const int BlockSize = 16;

    /// <summary>Encrypts a DGI value of a positive multiple of 16 bytes.</summary>
    public static byte[] Encrypt(ReadOnlySpan<byte> dek, ReadOnlySpan<byte> value)
    {
        InvariantException.Require(value.Length > 0 && value.Length % BlockSize == 0, "sensitive data in whole blocks");
        using var aes = Aes.Create();
        aes.SetKey(dek);
        return aes.EncryptCbc(value, new byte[BlockSize], PaddingMode.None);
    }
}
