using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;

namespace KioskSuite.CentralSystem;

/// <summary>The master keys of one suite by index (DKI): cards of several versions live on the same day.</summary>
internal sealed class IssuerMasters : IDisposable
{
    private const int KeyLength = 16;
    private readonly Dictionary<byte, DebitIssuerKeys> _versions;

    private IssuerMasters(Dictionary<byte, DebitIssuerKeys> versions) => _versions = versions;

    /// <exception cref="FormatException">No hex, another length, or an index twice.</exception>
    public static IssuerMasters From(IReadOnlyList<SeedKeyVersion> versions, byte[] cvk, CryptoSuite suite)
    {
        var read = new Dictionary<byte, DebitIssuerKeys>();
        foreach (var v in versions)
        {
            var keys = new DebitIssuerKeys(
                Hex(v.ImkAc, KeyLength), Hex(v.ImkMac, KeyLength), Hex(v.ImkEnc, KeyLength), cvk)
            { Suite = suite };
            if (!read.TryAdd(Hex(v.Index, 1)[0], keys))
                throw new FormatException("index twice");
        }

        return new IssuerMasters(read);
    }

    /// <summary>Null for an index that this issuer has no masters of.</summary>
    public DebitIssuerKeys? Of(long index) =>
        index is >= 0 and <= byte.MaxValue ? _versions.GetValueOrDefault((byte)index) : null;

    public void Dispose()
    {
        foreach (var key in _versions.Values.SelectMany(v => new[] { v.Ac, v.Mac, v.Enc }))
            CryptographicOperations.ZeroMemory(key);
    }

    public override string ToString() => "master keys";

    internal static byte[] Hex(string text, int length)
    {
        var bytes = Convert.FromHexString(text);
        return bytes.Length == length ? bytes : throw new FormatException("length");
    }
}
