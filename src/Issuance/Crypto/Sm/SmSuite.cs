using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.Sm;

/// <summary>
/// SM4, SM2, SM3. Derivation and MAC follow the 3DES ones with SM4 in their place: no published sample says so, and a
/// card of a maker must be tried before the first is issued.
/// </summary>
internal sealed class SmSuite : CryptoSuite
{
    private const byte PadStart = 128;

    public override string Name => "SM";

    public override byte AlgorithmId => 4;

    public override bool SelfConsistentOnly => true;

    public override IBlockCipher Import(ReadOnlySpan<byte> key) => Sm4Key.Import(key);

    public override byte[] Hash(ReadOnlySpan<byte> data) => Sm3.Hash(data);

    public override byte[] CardKey(DerivationOption option, ReadOnlySpan<byte> issuerKey, string pan, string psn)
    {
        InvariantException.Require(option == DerivationOption.A, "SM4 keys are derived by option A");
        var input = EmvKeys.Diversification(pan, psn);
        using var cipher = Sm4Key.Import(issuerKey);
        return cipher.EncryptEcb([.. input, .. input.Select(b => (byte)~b)]);
    }

    /// <summary>The left half of the last block of CBC from zeros.</summary>
    public override byte[] Mac(ReadOnlySpan<byte> sessionKey, ReadOnlySpan<byte> message)
    {
        var padded = new byte[(message.Length / Sm4Key.Length + 1) * Sm4Key.Length];
        message.CopyTo(padded);
        padded[message.Length] = PadStart;
        using var cipher = Sm4Key.Import(sessionKey);
        var chained = cipher.EncryptCbc(padded, new byte[Sm4Key.Length]);
        CryptographicOperations.ZeroMemory(padded);
        return chained.AsSpan(chained.Length - Sm4Key.Length, CryptogramLength).ToArray();
    }
}
