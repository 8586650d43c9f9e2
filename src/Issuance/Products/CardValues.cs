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

    /// <summary>Digits of the card number.</summary>
    internal string Pan => Convert.ToHexString(this[CardField.Pan]).TrimEnd('F');

    /// <summary>The same values in arrays of their own.</summary>
    public CardValues Copy()
    {
        var copy = new CardValues();
        foreach (var (field, value) in _values)
        {
            copy[field] = [.. value];
        }

        return copy;
    }

    public void Dispose()
    {
        foreach (var value in _values.Values)
        {
            CryptographicOperations.ZeroMemory(value);
        }
    }

    public override string ToString() => "card values";
}
