using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Issuance.SecureChannel;

/// <summary>
/// The three static AES-128 keys of a security domain; 16 bytes each, owned and zeroed by the caller.
/// </summary>
public sealed record Scp03Keys
{
    public Scp03Keys(byte[] enc, byte[] mac, byte[] dek)
    {
        InvariantException.Require(enc.Length == 16 && mac.Length == 16 && dek.Length == 16, "AES-128 keys only");
        (Enc, Mac, Dek) = (enc, mac, dek);
    }

    public byte[] Enc { get; }

    public byte[] Mac { get; }

    public byte[] Dek { get; }

    /// <summary>
    /// Keys of one card from the issuer's master (16 bytes) and the card's diversification data (10).
    /// </summary>
    public static Scp03Keys Diversify(ReadOnlySpan<byte> master, ReadOnlySpan<byte> diversificationData) => new(
        Kdf3.Derive(master, diversificationData, 1),
        Kdf3.Derive(master, diversificationData, 2),
        Kdf3.Derive(master, diversificationData, 3));

    public override string ToString() => "SCP03 keys";
}
