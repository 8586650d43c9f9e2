using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.SecureChannel;

namespace KioskSuite.Issuance.Channel;

/// <summary>
/// PUT KEY of a whole key set (GlobalPlatform 2.3.1 §11.8, Amendment D §7.2): the command, and what the card must say.
/// </summary>
/// <param name="Command">Plain APDU, to be wrapped; the owner zeroes it.</param>
/// <param name="Confirmation">New version and the three check values.</param>
public sealed record KeyUpdate(byte[] Command, byte[] Confirmation)
{
    private const int CheckLength = 3;

    /// <summary>Builds for the channel that is open; its data encryption key enciphers the new keys.</summary>
    /// <param name="session">The channel.</param>
    /// <param name="replaced">Version of the keys that go, or 0 when these are further ones.</param>
    /// <param name="version">Version of the new keys, 1 to 127.</param>
    /// <param name="keys">The new keys.</param>
    public static KeyUpdate Build(SecureChannelSession session, byte replaced, byte version, StaticKeys keys)
    {
        InvariantException.Require(version is >= 1 and <= 127, "key version is 1 to 127");
        var data = new List<byte> { version };
        var confirmation = new List<byte> { version };
        foreach (var key in (byte[][])[keys.Enc, keys.Mac, keys.Dek])
        {
            var check = keys.Algorithm == KeyAlgorithm.Aes
                ? KeyCheckValue.AesOnes(key)
                : KeyCheckValue.TripleDes(key);
            data.AddRange([(byte)keys.Algorithm, .. Sealed(session, keys.Algorithm, key), CheckLength, .. check]);
            confirmation.AddRange(check);
        }

        return new KeyUpdate(GlobalPlatformFrames.PutKey(replaced, data.ToArray()), [.. confirmation]);
    }

    /// <summary>
    /// True when the card took exactly these keys; anything else means that nobody knows what it holds.
    /// </summary>
    public bool IsConfirmedBy(ResponseApdu answer) =>
        answer.Success && CryptographicOperations.FixedTimeEquals(answer.Data.Span, Confirmation);

    public override string ToString() => "key update";

    /// <summary>
    /// Length and cryptogram; an AES key has its clear length before the cryptogram, padded to blocks.
    /// </summary>
    private static byte[] Sealed(SecureChannelSession session, KeyAlgorithm algorithm, byte[] key)
    {
        var whole = new byte[(key.Length + session.BlockSize - 1) / session.BlockSize * session.BlockSize];
        key.CopyTo(whole, 0);
        var cryptogram = session.EncryptSensitive(whole);
        CryptographicOperations.ZeroMemory(whole);
        return algorithm == KeyAlgorithm.Aes
            ? [(byte)(cryptogram.Length + 1), (byte)key.Length, .. cryptogram]
            : [(byte)cryptogram.Length, .. cryptogram];
    }
}
