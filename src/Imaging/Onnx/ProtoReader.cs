using System.Buffers.Binary;

namespace KioskSuite.Imaging.Onnx;

/// <summary>How a field of a protobuf message is written.</summary>
internal enum ProtoWire
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}

/// <summary>
/// Walks the fields of one protobuf message. Allocates nothing, never reads outside the message, and ends at the first
/// thing that is none; groups are none.
/// </summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>True when the walk ended before the message did.</summary>
    public bool Broken { get; private set; }

    public int Field { get; private set; }

    public ProtoWire Wire { get; private set; }

    /// <summary>Value of the field unless it is <see cref="ProtoWire.Bytes"/>.</summary>
    public ulong Number { get; private set; }

    /// <summary>Value of the field when it is <see cref="ProtoWire.Bytes"/>, else empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Goes to the next field; false at the end and where nothing can be read.</summary>
    public bool Next()
    {
        if (Broken || _rest.IsEmpty) return false;
        Broken = !TryField();
        return !Broken;
    }

    /// <summary>Reads one number of a packed field, or of the walk itself.</summary>
    public static bool TryVarint(ref ReadOnlySpan<byte> rest, out ulong value)
    {
        value = 0;
        for (var i = 0; i < rest.Length && i < 10; i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] >= 0x80) continue;
            rest = rest[(i + 1)..];
            return true;
        }

        return false;
    }

    private bool TryField()
    {
        if (!TryVarint(ref _rest, out var key) || key >> 3 is 0 or > 0x1FFF_FFFF) return false;
        (Field, Wire) = ((int)(key >> 3), (ProtoWire)(key & 7));
        Bytes = default;
        switch (Wire)
        {
            case ProtoWire.Varint:
                var whole = TryVarint(ref _rest, out var number);
                Number = number;
                return whole;
            case ProtoWire.Bytes:
                if (!TryVarint(ref _rest, out var length) || length > (ulong)_rest.Length) return false;
                Bytes = _rest[..(int)length];
                _rest = _rest[(int)length..];
                return true;
            case ProtoWire.Fixed32 when _rest.Length >= 4:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
                _rest = _rest[4..];
                return true;
            case ProtoWire.Fixed64 when _rest.Length >= 8:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
                _rest = _rest[8..];
                return true;
            default:
                return false;
        }
    }
}
