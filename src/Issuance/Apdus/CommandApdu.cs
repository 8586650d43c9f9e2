using KioskSuite.Devices;

namespace KioskSuite.Issuance.Apdus;

/// <summary>
/// A short command APDU (ISO/IEC 7816-4 §5.1): data of 0 to 255 bytes, expected length 1 to 256 or none.
/// </summary>
public sealed record CommandApdu(byte Cla, byte Ins, byte P1, byte P2, ReadOnlyMemory<byte> Data, int? Expected = null)
{
    private const int AnyLength = 256;

    public byte[] Build()
    {
        InvariantException.Require(Data.Length <= byte.MaxValue, "command data too long");
        InvariantException.Require(Expected is null or >= 1 and <= AnyLength, "expected length is 1 to 256");
        var bytes = new List<byte>(Data.Length + 6) { Cla, Ins, P1, P2 };
        if (!Data.IsEmpty)
        {
            bytes.Add((byte)Data.Length);
            bytes.AddRange(Data.Span);
        }

        if (Expected is { } expected)
        {
            bytes.Add((byte)expected);
        }

        return [.. bytes];
    }

    /// <summary>Parses a short APDU of any of the four cases; anything else is garbage.</summary>
    public static Outcome<CommandApdu> Parse(ReadOnlyMemory<byte> bytes)
    {
        var raw = bytes.Span;
        if (raw.Length < 4)
        {
            return DeviceFault.Garbage;
        }

        var plain = new CommandApdu(raw[0], raw[1], raw[2], raw[3], ReadOnlyMemory<byte>.Empty);
        if (raw.Length == 4)
        {
            return plain;
        }

        if (raw.Length == 5)
        {
            return plain with { Expected = Length(raw[4]) };
        }

        var data = raw[4];
        return (data, raw.Length - data) switch
        {
            (0, _) => DeviceFault.Garbage,
            (_, 5) => plain with { Data = bytes[5..] },
            (_, 6) => plain with { Data = bytes[5..^1], Expected = Length(raw[^1]) },
            _ => DeviceFault.Garbage,
        };
    }

    public override string ToString() => $"command {Ins:X2}, {Data.Length} bytes";

    private static int Length(byte le) => le == 0 ? AnyLength : le;
}
