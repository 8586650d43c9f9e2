using System.Security.Cryptography;

namespace KioskSuite.Journal;

/// <summary>Seals to central's public key. Nothing on this machine can open what it made.</summary>
internal sealed class EvidenceSealing : IDisposable
{
    private const int KeyLength = 32;

    private readonly ECDiffieHellman _central;
    private readonly byte[] _centralPoint;
    private readonly byte[] _keyId;

    private EvidenceSealing(ECDiffieHellman central) => (_central, _centralPoint, _keyId) = (
        central,
        PointOf(central),
        SHA256.HashData(central.ExportSubjectPublicKeyInfo())[..SealedEvidence.KeyIdLength]);

    private static ReadOnlySpan<byte> Info => "KioskSuite evidence 1"u8;

    /// <exception cref="ArgumentException">No SubjectPublicKeyInfo of a P-256 key.</exception>
    public static EvidenceSealing To(byte[] publicKey)
    {
        var central = ECDiffieHellman.Create();
        try
        {
            central.ImportSubjectPublicKeyInfo(publicKey, out var read);
            var curve = central.ExportParameters(includePrivateParameters: false).Curve;
            if (read == publicKey.Length && curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                return new EvidenceSealing(central);
            }
        }
        catch (CryptographicException)
        {
            // Falls through: no key.
        }

        central.Dispose();
        throw new ArgumentException("no P-256 public key", nameof(publicKey));
    }

    public byte[] Seal(EvidenceLabel label, ReadOnlySpan<byte> content)
    {
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Seal(label, content, ephemeral, RandomNumberGenerator.GetBytes(SealedEvidence.NonceLength));
    }

    /// <param name="ephemeral">Never used twice.</param>
    internal byte[] Seal(EvidenceLabel label, ReadOnlySpan<byte> content, ECDiffieHellman ephemeral, byte[] nonce)
    {
        var point = PointOf(ephemeral);
        var ciphertext = new byte[content.Length];
        var frame = new SealedEvidence(
            _keyId, point, nonce, label, ciphertext, new byte[SealedEvidence.TagLength]);
        var shared = ephemeral.DeriveRawSecretAgreement(_central.PublicKey);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, KeyLength, [.. point, .. _centralPoint], [.. Info]);
        try
        {
            using var gcm = new AesGcm(key, SealedEvidence.TagLength);
            gcm.Encrypt(nonce, content, ciphertext, frame.Tag, frame.BuildHead());
            return frame.Build();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public void Dispose() => _central.Dispose();

    /// <summary>The uncompressed point, which ends a P-256 key's SubjectPublicKeyInfo.</summary>
    private static byte[] PointOf(ECDiffieHellman key) =>
        key.ExportSubjectPublicKeyInfo()[^SealedEvidence.PointLength..];
}
