using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace KioskSuite.Imaging.Onnx;

/// <summary>Reads TensorProto: numbers of 32-bit floating point, or whole numbers of 64 bits.</summary>
/// <remarks>
/// Fields (onnx.proto3): dims 1, data_type 2, float_data 4, int64_data 7, name 8, raw_data 9, data_location 14.
/// </remarks>
internal ref struct OnnxTensorReader
{
    private const ulong Float = 1;
    private const ulong Int64 = 7;
    private readonly List<long> _dims = [];
    private readonly List<long> _integers = [];
    private ReadOnlySpan<byte> _raw;
    private ReadOnlySpan<byte> _packed;
    private List<float>? _single;
    private ulong _type;
    private bool _refused;

    public OnnxTensorReader()
    {
    }

    /// <summary>Name of the tensor, and the tensor unless it is none that can be used.</summary>
    public static (string Name, Tensor? Tensor) Read(ReadOnlySpan<byte> message)
    {
        var reader = new OnnxTensorReader();
        var name = "";
        var fields = new ProtoReader(message);
        while (!reader._refused && fields.Next())
        {
            if (fields is { Field: 8, Wire: ProtoWire.Bytes }) name = Text(fields.Bytes) ?? "";
            else reader.Take(fields);
        }

        return (name, fields.Broken || reader._refused ? null : reader.Build());
    }

    /// <summary>Short text without control characters, or null.</summary>
    public static string? Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > OnnxLimits.MostNameBytes || bytes.ContainsAnyInRange((byte)0, (byte)31)) return null;
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Adds the numbers of a repeated field, packed or one by one.</summary>
    /// <returns>False for a broken field and for more than allowed.</returns>
    public static bool AddIntegers(ProtoReader field, List<long> to)
    {
        if (field.Wire == ProtoWire.Varint)
        {
            to.Add((long)field.Number);
            return to.Count <= OnnxLimits.MostIntegers;
        }

        var rest = field.Bytes;
        while (!rest.IsEmpty)
        {
            if (!ProtoReader.TryVarint(ref rest, out var value) || to.Count == OnnxLimits.MostIntegers) return false;
            to.Add((long)value);
        }

        return field.Wire == ProtoWire.Bytes;
    }

    private void Take(ProtoReader field)
    {
        switch (field.Field)
        {
            case 1:
                _refused = !AddIntegers(field, _dims) || _dims.Count > OnnxLimits.MostRank;
                break;
            case 2:
                _type = field.Number;
                break;
            case 4 when field.Wire == ProtoWire.Bytes:
                _refused = !_packed.IsEmpty;
                _packed = field.Bytes;
                break;
            case 4:
                (_single ??= []).Add(BitConverter.UInt32BitsToSingle((uint)field.Number));
                break;
            case 7:
                _refused = !AddIntegers(field, _integers);
                break;
            case 9:
                _raw = field.Bytes;
                break;
            case 14:
                _refused = field.Number != 0;           // the numbers are in another file
                break;
            default:
                break;
        }
    }

    private readonly Tensor? Build()
    {
        Span<int> dims = stackalloc int[_dims.Count];
        for (var i = 0; i < dims.Length; i++)
        {
            if (_dims[i] is < 0 or > OnnxLimits.MostElements) return null;
            dims[i] = (int)_dims[i];
        }

        return _type switch
        {
            Float => Tensor.OfConstant(dims, Floats()),
            Int64 => Tensor.OfConstant(dims, Integers()),
            _ => null,
        };
    }

    private readonly float[] Floats()
    {
        var bytes = _raw.IsEmpty ? _packed : _raw;
        if (bytes.IsEmpty && _single is not null) return [.. _single];
        return bytes.Length % sizeof(float) == 0 ? MemoryMarshal.Cast<byte, float>(bytes).ToArray() : [];
    }

    private readonly long[] Integers()
    {
        if (_raw.IsEmpty) return [.. _integers];
        if (_raw.Length % sizeof(long) != 0 || _raw.Length > OnnxLimits.MostIntegers * sizeof(long)) return [];
        var numbers = new long[_raw.Length / sizeof(long)];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = BinaryPrimitives.ReadInt64LittleEndian(_raw[(i * 8)..]);
        return numbers;
    }
}
