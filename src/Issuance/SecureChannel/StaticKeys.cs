using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Issuance.SecureChannel;

/// <summary>Algorithm of a security domain's keys, by the key type of PUT KEY and of the key information.</summary>
public enum KeyAlgorithm : byte
{
    TripleDes = 128,
    Aes = 136,
}

/// <summary>How a stock's card keys come from the issuer's master; a property of the stock.</summary>
public enum KeyDiversification
{
    /// <summary>Every card has the master itself, three times: test cards.</summary>
    None,

    /// <summary>EMV CPS 1.1 §4.1: 3DES over the six last bytes of the diversification data.</summary>
    EmvCps,

    /// <summary>The same over bytes 0, 1 and 4 to 7.</summary>
    Visa2,

    /// <summary>AES-CMAC counter mode over all ten bytes.</summary>
    Kdf3,
}

/// <summary>The three static keys of a security domain: secret, zeroed when disposed.</summary>
public sealed record StaticKeys : IDisposable
{
    /// <param name="algorithm">Decides the lengths: 16 bytes for 3DES; 16, 24 or 32 for AES.</param>
    /// <param name="enc">Becomes this object's.</param>
    /// <param name="mac">As long as the first.</param>
    /// <param name="dek">As long as the first.</param>
    public StaticKeys(KeyAlgorithm algorithm, byte[] enc, byte[] mac, byte[] dek)
    {
        var fits = algorithm == KeyAlgorithm.Aes ? enc.Length is 16 or 24 or 32 : enc.Length == 16;
        InvariantException.Require(
            fits && mac.Length == enc.Length && dek.Length == enc.Length, "static keys have the wrong length");
        (Algorithm, Enc, Mac, Dek) = (algorithm, enc, mac, dek);
    }

    public KeyAlgorithm Algorithm { get; }

    public byte[] Enc { get; }

    public byte[] Mac { get; }

    public byte[] Dek { get; }

    /// <summary>Keys of one card.</summary>
    /// <param name="how">The stock's rule; <see cref="KeyDiversification.Kdf3"/> gives AES keys.</param>
    /// <param name="algorithm">Matters where the rule does not say it.</param>
    /// <param name="master">The issuer's master.</param>
    /// <param name="diversificationData">10 bytes of the INITIALIZE UPDATE answer.</param>
    public static StaticKeys Diversify(
        KeyDiversification how,
        KeyAlgorithm algorithm,
        ReadOnlySpan<byte> master,
        ReadOnlySpan<byte> diversificationData)
    {
        var one = One(how, master, diversificationData, 1);
        var two = One(how, master, diversificationData, 2);
        return new StaticKeys(AlgorithmOf(how) ?? algorithm, one, two, One(how, master, diversificationData, 3));
    }

    /// <summary>What keys a rule makes, or null when it makes either.</summary>
    public static KeyAlgorithm? AlgorithmOf(KeyDiversification how) => how switch
    {
        KeyDiversification.None => null,
        KeyDiversification.Kdf3 => KeyAlgorithm.Aes,
        _ => KeyAlgorithm.TripleDes,
    };

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Enc);
        CryptographicOperations.ZeroMemory(Mac);
        CryptographicOperations.ZeroMemory(Dek);
    }

    public override string ToString() => $"{Algorithm} keys";

    private static byte[] One(
        KeyDiversification how, ReadOnlySpan<byte> master, ReadOnlySpan<byte> data, int number) => how switch
        {
            KeyDiversification.EmvCps => CardKeyDiversification.EmvCps(master, data, number),
            KeyDiversification.Visa2 => CardKeyDiversification.Visa2(master, data, number),
            KeyDiversification.Kdf3 => Kdf3.Derive(master, data, number),
            _ => master.ToArray(),
        };
}
