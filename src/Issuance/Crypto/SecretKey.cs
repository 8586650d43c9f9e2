using System.Security.Cryptography;

namespace KioskSuite.Issuance.Crypto;

/// <summary>Key bytes with one owner, who disposes it; they are zeroed then. Never printed.</summary>
public sealed class SecretKey : IDisposable
{
    private readonly byte[] _bytes;

    /// <summary>Copies; the source stays the caller's to zero.</summary>
    public SecretKey(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    private SecretKey(byte[] owned) => _bytes = owned;

    public int Length => _bytes.Length;

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Takes the array itself over; nobody else may keep it.</summary>
    public static SecretKey Own(byte[] bytes) => new(bytes);

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    public override string ToString() => $"key of {_bytes.Length} bytes";
}
