namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>A payment scheme's public key (CAPK): RID of 5 bytes in hex, index, RSA key, last day.</summary>
public sealed record CaPublicKey(string Rid, byte Index, RsaPublicKey Key, DateOnly EndDate);

/// <summary>The same for SM2: X and Y, 64 bytes.</summary>
public sealed record SmCaPublicKey(string Rid, byte Index, ReadOnlyMemory<byte> Point, DateOnly EndDate);

/// <summary>The scheme keys that a terminal or an issuer knows; at most one of each RID and index.</summary>
public sealed class CaPublicKeys(IEnumerable<CaPublicKey> keys)
{
    private readonly Dictionary<(string Rid, byte Index), CaPublicKey> _keys =
        keys.ToDictionary(key => (key.Rid.ToUpperInvariant(), key.Index));

    /// <summary>Unknown when there is none; expired when its last day is over.</summary>
    public Verdict<CaPublicKey, CertificateFault> Find(string rid, byte index, DateOnly today)
    {
        if (!_keys.TryGetValue((rid.ToUpperInvariant(), index), out var key))
        {
            return CertificateFault.UnknownCaKey;
        }

        return key.EndDate < today ? CertificateFault.Expired : key;
    }
}
