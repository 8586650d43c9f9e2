using System.Security.Cryptography;
using System.Text;
using KioskSuite.Devices;

namespace KioskSuite.CentralSystem;

/// <summary>Seals what the ledger keeps of a card's keys while its ticket is open.</summary>
/// <param name="storageKey">AES-256; the caller's to zero.</param>
internal sealed class TicketSeal(byte[] storageKey)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>Nonce, ciphertext, tag; bound to the ticket.</summary>
    public byte[] Seal(ReadOnlySpan<byte> clear, string ticket)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var (cipher, tag) = (new byte[clear.Length], new byte[TagLength]);
        using var aes = new AesGcm(storageKey, TagLength);
        aes.Encrypt(nonce, clear, cipher, tag, Encoding.UTF8.GetBytes(ticket));
        return [.. nonce, .. cipher, .. tag];
    }

    /// <summary>The caller zeroes it. A seal that does not open is a broken ledger.</summary>
    public byte[] Open(ReadOnlySpan<byte> sealedBytes, string ticket)
    {
        InvariantException.Require(sealedBytes.Length >= NonceLength + TagLength, "a seal");
        var clear = new byte[sealedBytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(storageKey, TagLength);
        aes.Decrypt(
            sealedBytes[..NonceLength],
            sealedBytes.Slice(NonceLength, clear.Length),
            sealedBytes[^TagLength..],
            clear,
            Encoding.UTF8.GetBytes(ticket));
        return clear;
    }

    public override string ToString() => "ticket seal";
}
