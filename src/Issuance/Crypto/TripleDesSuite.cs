using System.Security.Cryptography;

namespace KioskSuite.Issuance.Crypto;

/// <summary>3DES, RSA, SHA-1: what EMV and PBOC 2.0 cards have.</summary>
internal sealed class TripleDesSuite : CryptoSuite
{
    public override string Name => "3DES";

    public override byte AlgorithmId => 1;

    public override bool SelfConsistentOnly => false;

    public override IBlockCipher Import(ReadOnlySpan<byte> key) => TripleDesKey.Import(key);

    public override byte[] Hash(ReadOnlySpan<byte> data) => SHA1.HashData(data);

    public override byte[] CardKey(
        DerivationOption option, ReadOnlySpan<byte> issuerKey, string pan, string psn) =>
        option == DerivationOption.B
            ? EmvKeys.OptionB(issuerKey, pan, psn)
            : EmvKeys.OptionA(issuerKey, pan, psn);

    public override byte[] Mac(ReadOnlySpan<byte> sessionKey, ReadOnlySpan<byte> message) =>
        RetailMac.Compute(sessionKey, message);
}
