using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.OfflineData;

namespace KioskSuite.CentralSystem;

/// <summary>A card's own RSA key and the serial number of its certificate, as long as its ticket is open.</summary>
internal sealed class CardKey(RsaPrivateKey key, byte[] serial) : IDisposable
{
    public RsaPrivateKey Key => key;

    public ReadOnlyMemory<byte> Serial => serial;

    public void Dispose() => key.Dispose();

    public override string ToString() => "card key";
}

/// <summary>
/// Draws cards' keys and seals them for the ledger: the script must come out the same when it is asked for again and
/// when its answers are judged.
/// </summary>
/// <param name="storageKey">AES-256; the caller's to zero.</param>
/// <param name="draw">A fresh RSA key of so many bits, PKCS #8.</param>
internal sealed class CardKeySeal(byte[] storageKey, Func<int, byte[]> draw)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int SerialLength = 3;

    public static byte[] DrawRsa(int bits)
    {
        using var rsa = RSA.Create(bits);
        return rsa.ExportPkcs8PrivateKey();
    }

    /// <summary>Nonce, ciphertext of serial and key, tag; bound to the ticket.</summary>
    public byte[] Draw(int bits, string ticket)
    {
        var pkcs8 = draw(bits);
        byte[] clear = [.. RandomNumberGenerator.GetBytes(SerialLength), .. pkcs8];
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var (cipher, tag) = (new byte[clear.Length], new byte[TagLength]);
        using var aes = new AesGcm(storageKey, TagLength);
        aes.Encrypt(nonce, clear, cipher, tag, Bound(ticket));
        CryptographicOperations.ZeroMemory(pkcs8);
        CryptographicOperations.ZeroMemory(clear);
        return [.. nonce, .. cipher, .. tag];
    }

    /// <summary>The key of a ticket; the caller disposes it. A seal that does not open is a broken ledger.</summary>
    public CardKey Open(byte[] sealedKey, string ticket)
    {
        InvariantException.Require(sealedKey.Length > NonceLength + TagLength + SerialLength, "a sealed card key");
        var clear = new byte[sealedKey.Length - NonceLength - TagLength];
        using var aes = new AesGcm(storageKey, TagLength);
        aes.Decrypt(
            sealedKey.AsSpan(0, NonceLength),
            sealedKey.AsSpan(NonceLength, clear.Length),
            sealedKey.AsSpan(^TagLength..),
            clear,
            Bound(ticket));
        var key = RsaPrivateKey.ImportPkcs8(clear.AsSpan(SerialLength));
        var serial = clear[..SerialLength];
        CryptographicOperations.ZeroMemory(clear);
        return new CardKey(key.Value, serial);
    }

    public override string ToString() => "card key seal";

    private static byte[] Bound(string ticket) => System.Text.Encoding.UTF8.GetBytes(ticket);
}
