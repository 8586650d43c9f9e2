using System.Numerics;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>An RSA public key as EMV uses it: 512 to 1984 bits, exponent 3 or 65537 (EMV Book 2 annex B2.1).</summary>
/// <remarks>
/// Raw recovery is a BigInteger power: nothing in it is secret, exponents are short, and a terminal check then needs
/// no native library.
/// </remarks>
public sealed class RsaPublicKey
{
    public const int LeastBytes = 64;
    public const int MostBytes = 248;

    private const int Small = 3;
    private const int Fermat = 65537;

    private readonly byte[] _modulus;
    private readonly byte[] _exponent;
    private readonly BigInteger _n;
    private readonly BigInteger _e;

    private RsaPublicKey(byte[] modulus, BigInteger n, BigInteger e)
    {
        (_modulus, _n, _e) = (modulus, n, e);
        _exponent = e.ToByteArray(isUnsigned: true, isBigEndian: true);
    }

    public ReadOnlySpan<byte> Modulus => _modulus;

    /// <summary>Without leading zeros: 1 or 3 bytes.</summary>
    public ReadOnlySpan<byte> Exponent => _exponent;

    public int Length => _modulus.Length;

    /// <summary>Wrong length outside 64 to 248 bytes or with a zero in front; unknown exponent.</summary>
    public static Verdict<RsaPublicKey, CertificateFault> Import(
        ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        if (modulus.Length is < LeastBytes or > MostBytes || modulus[0] == 0 || exponent.Length > MostBytes / 4)
        {
            return CertificateFault.WrongLength;
        }

        var e = new BigInteger(exponent, isUnsigned: true, isBigEndian: true);
        return e == Small || e == Fermat
            ? new RsaPublicKey(modulus.ToArray(), new BigInteger(modulus, isUnsigned: true, isBigEndian: true), e)
            : CertificateFault.UnknownAlgorithm;
    }

    /// <summary>What the private key signed, as long as the modulus; null when it cannot be of this key.</summary>
    public byte[]? Recover(ReadOnlySpan<byte> signature)
    {
        var s = new BigInteger(signature, isUnsigned: true, isBigEndian: true);
        if (signature.Length != Length || s >= _n)
        {
            return null;
        }

        var recovered = BigInteger.ModPow(s, _e, _n).ToByteArray(isUnsigned: true, isBigEndian: true);
        var block = new byte[Length];
        InvariantException.Require(recovered.Length <= Length, "a remainder is below its modulus");
        recovered.CopyTo(block, Length - recovered.Length);
        return block;
    }

    public override string ToString() => $"RSA public key of {Length * 8} bits";
}
