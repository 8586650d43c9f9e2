using Google.Protobuf;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>Shapes of what a kiosk sends; each failed check is INVALID_ARGUMENT and names the field only.</summary>
internal static class Check
{
    public const int EpochBytes = 16;
    public const int HashBytes = 32;
    public const int LongestName = 64;

    /// <summary>A journal position: epoch of 16 bytes, hash of 32, sequence from 1, case not after it.</summary>
    public static void Position(Key? key)
    {
        if (key is null)
            throw Refusal.Invalid("key is missing");
        Exactly(key.Epoch, EpochBytes, "key.epoch");
        Exactly(key.Hash, HashBytes, "key.hash");
        Name(key.Kiosk, "key.kiosk");
        Sequence(key.Seq, "key.seq");
        Require(key.Case >= 1 && key.Case <= key.Seq, "key.case");
    }

    /// <summary>1 to 64 printable ASCII characters without a space.</summary>
    public static void Name(string value, string field) =>
        Require(value.Length is >= 1 and <= LongestName && value.All(c => c is > ' ' and <= '~'), field);

    /// <summary>Empty, or a name.</summary>
    public static void NameOrNothing(string value, string field)
    {
        if (value.Length > 0)
            Name(value, field);
    }

    /// <summary>From 1; SQLite's integers end at 2^63.</summary>
    public static void Sequence(ulong value, string field) => Require(value is >= 1 and <= long.MaxValue, field);

    public static void Exactly(ByteString value, int length, string field) => Require(value.Length == length, field);

    public static void AtMost(ByteString value, int length, string field) => Require(value.Length <= length, field);

    public static void Require(bool holds, string field)
    {
        if (!holds)
            throw Refusal.Invalid($"{field} is not valid");
    }
}
