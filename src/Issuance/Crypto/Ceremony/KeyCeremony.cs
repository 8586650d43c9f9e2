using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto.Ceremony;

/// <summary>Why a component or a combined key is refused. Closed.</summary>
public enum CeremonyFault
{
    None = 0,
    WrongLength,

    /// <summary>Mistyped: its check value is another.</summary>
    WrongCheckValue,

    /// <summary>The same component twice would cancel out.</summary>
    RepeatedComponent,
    TooManyComponents,
    TooFewComponents,

    /// <summary>Equal parts, or a key that DES itself is weak under.</summary>
    WeakKey,

    /// <summary>The test key that everybody knows.</summary>
    WellKnownKey,
}

/// <summary>
/// Puts a key together from the components of 2 or 3 custodians by XOR. Each is checked by its own check value when it
/// is entered, the whole by its own at the end. One ceremony, one owner; zeroed when disposed.
/// </summary>
/// <param name="kind">Cipher, and which check value stands on the forms.</param>
/// <param name="length">16 or 24 bytes for 3DES; 16, 24 or 32 for AES; 16 for SM4.</param>
public sealed class KeyCeremony(CeremonyKind kind, int length) : IDisposable
{
    private const int Fewest = 2;
    private const int Most = 3;

    private readonly List<SecretKey> _components = [];

    public int Entered => _components.Count;

    /// <summary>How many are entered now.</summary>
    public Verdict<int, CeremonyFault> Enter(ReadOnlySpan<byte> component, ReadOnlySpan<byte> checkValue)
    {
        if (component.Length != length)
        {
            return CeremonyFault.WrongLength;
        }

        if (_components.Count == Most)
        {
            return CeremonyFault.TooManyComponents;
        }

        if (!Matches(component, checkValue))
        {
            return CeremonyFault.WrongCheckValue;
        }

        foreach (var former in _components)
        {
            if (CryptographicOperations.FixedTimeEquals(former.Bytes, component))
            {
                return CeremonyFault.RepeatedComponent;
            }
        }

        _components.Add(new SecretKey(component));
        return _components.Count;
    }

    /// <summary>The key, of odd parity for 3DES; its owner is the caller.</summary>
    public Verdict<SecretKey, CeremonyFault> Combine(ReadOnlySpan<byte> checkValue)
    {
        if (_components.Count < Fewest)
        {
            return CeremonyFault.TooFewComponents;
        }

        var key = Xor();
        var fault = Matches(key, checkValue)
            ? Weakness(key)
            : CeremonyFault.WrongCheckValue;
        if (fault == CeremonyFault.None)
        {
            return SecretKey.Own(key);
        }

        CryptographicOperations.ZeroMemory(key);
        return fault;
    }

    public void Dispose()
    {
        foreach (var component in _components)
        {
            component.Dispose();
        }
    }

    public override string ToString() => $"{kind} ceremony, {_components.Count} components";

    private byte[] Xor()
    {
        var key = new byte[length];
        foreach (var component in _components)
        {
            for (var i = 0; i < key.Length; i++)
            {
                key[i] ^= component.Bytes[i];
            }
        }

        if (kind == CeremonyKind.TripleDes)
        {
            KeyParity.SetOdd(key);
        }

        return key;
    }

    private bool Matches(ReadOnlySpan<byte> key, ReadOnlySpan<byte> checkValue) =>
        CryptographicOperations.FixedTimeEquals(CeremonyCheckValue.Of(kind, key), checkValue);

    private CeremonyFault Weakness(ReadOnlySpan<byte> key)
    {
        if (WellKnownKeys.Contains(key))
        {
            return CeremonyFault.WellKnownKey;
        }

        if (kind != CeremonyKind.TripleDes)
        {
            return CeremonyFault.None;
        }

        try
        {
            using var cipher = TripleDesKey.Import(key);
            return CeremonyFault.None;
        }
        catch (InvariantException)
        {
            return CeremonyFault.WeakKey;
        }
    }
}
