using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>One of the card's own data object lists with what the terminal filled in.</summary>
internal sealed class FilledList
{
    private static readonly uint[] s_cryptogram =
    [
        EmvTag.Amount, EmvTag.AmountOther, EmvTag.TerminalCountry, EmvTag.Tvr, EmvTag.Currency, EmvTag.Date,
        EmvTag.TransactionType, EmvTag.UnpredictableNumber,
    ];

    private readonly Dictionary<uint, byte[]> _fields = [];

    private FilledList(byte[] bytes) => Bytes = bytes;

    public static FilledList Empty { get; } = new([]);

    public byte[] Bytes { get; }

    /// <summary>The first 29 bytes that a cryptogram of version 01 covers; null when the list lacks a field.</summary>
    public byte[]? CryptogramInput
    {
        get
        {
            byte[] input = [.. s_cryptogram.SelectMany(Field)];
            return input.Length == ApplicationCryptogram.TerminalDataLength && s_cryptogram.All(_fields.ContainsKey)
                ? input
                : null;
        }
    }

    /// <summary>Null when the lengths differ.</summary>
    public static FilledList? Read(IReadOnlyList<DolEntry> list, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length != list.Sum(entry => entry.Length))
        {
            return null;
        }

        var filled = new FilledList(bytes.ToArray());
        var at = 0;
        foreach (var (tag, length) in list)
        {
            filled._fields[tag] = filled.Bytes[at..(at + length)];
            at += length;
        }

        return filled;
    }

    /// <summary>Empty when the list has no such object.</summary>
    public byte[] Field(uint tag) => _fields.GetValueOrDefault(tag, []);

    public override string ToString() => $"{_fields.Count} objects, {Bytes.Length} bytes";
}
