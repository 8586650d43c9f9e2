using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace KioskSuite.Issuance.Crypto.OpenSsl;

/// <summary>A list of OSSL_PARAM over pinned copies, zeroed when disposed. At most sixteen.</summary>
internal sealed class NativeParameters : IDisposable
{
    private const int Most = 16;
    private const uint UnsignedInteger = 2;
    private const uint Utf8 = 4;
    private const uint Octets = 5;

    private readonly List<byte[]> _pinned = [];
    private readonly OsslParam[] _list = GC.AllocateArray<OsslParam>(Most + 1, pinned: true);
    private int _count;

    /// <summary>Valid until disposed; the end mark stands behind the last.</summary>
    public unsafe nint Pointer => (nint)Unsafe.AsPointer(ref _list[0]);

    /// <summary>An unsigned number of any length, most significant byte first.</summary>
    public NativeParameters Number(string name, ReadOnlySpan<byte> bigEndian)
    {
        var bytes = Pin(bigEndian);
        bytes.AsSpan().Reverse();
        return Add(name, UnsignedInteger, bytes);
    }

    public NativeParameters Text(string name, string value) => Add(name, Utf8, Pin(Encoding.ASCII.GetBytes(value)));

    public NativeParameters Bytes(string name, ReadOnlySpan<byte> value) => Add(name, Octets, Pin(value));

    public void Dispose()
    {
        foreach (var bytes in _pinned)
        {
            CryptographicOperations.ZeroMemory(bytes);
        }

        Array.Clear(_list);
    }

    private unsafe NativeParameters Add(string name, uint kind, byte[] data)
    {
        var key = Pin([.. Encoding.ASCII.GetBytes(name), 0]);
        _list[_count++] = new OsslParam
        {
            Key = (nint)Unsafe.AsPointer(ref key[0]),
            Kind = kind,
            Data = (nint)Unsafe.AsPointer(ref data[0]),
            Size = (nuint)data.Length,
        };
        return this;
    }

    private byte[] Pin(ReadOnlySpan<byte> bytes)
    {
        var pinned = GC.AllocateArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(pinned);
        _pinned.Add(pinned);
        return pinned;
    }
}
