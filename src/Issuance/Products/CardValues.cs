using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Products;

/// <summary>What one card puts into its profile. Secret; dispose zeroes every value.</summary>
public sealed class CardValues : IDisposable
{
    private readonly Dictionary<CardField, byte[]> _values = [];

    /// <summary>The value of a field; the array becomes this object's. A field is set once.</summary>
    public byte[] this[CardField field]
    {
        get => _values.TryGetValue(field, out var value)
            ? value
            : throw new InvariantException($"the card has no {field}");
        set => InvariantException.Require(_values.TryAdd(field, value), $"{field} is set twice");
    }

    public bool Has(CardField field) => _values.ContainsKey(field);

    public void Dispose()
    {
        foreach (var value in _values.Values)
        {
            CryptographicOperations.ZeroMemory(value);
        }
    }

    public override string ToString() => "card values";
}
