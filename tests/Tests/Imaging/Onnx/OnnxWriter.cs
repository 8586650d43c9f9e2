using System.Buffers.Binary;
using System.Text;

namespace KioskSuite.Tests.Imaging.Onnx;

/// <summary>Writes small ONNX models by hand: fields of onnx.proto3, one after the other.</summary>
internal sealed class OnnxWriter
{
    private readonly List<byte> _graph = [];

    public OnnxWriter Input(string name) => Add(11, Field(1, Text(name)));

    public OnnxWriter Output(string name) => Add(12, Field(1, Text(name)));

    public OnnxWriter Reals(string name, int[] dims, params float[] values) =>
        Add(5, [.. Head(name, 1, dims), .. Field(9, Raw(values))]);

    /// <summary>The same numbers in the field for numbers one by one, packed.</summary>
    public OnnxWriter PackedReals(string name, int[] dims, params float[] values) =>
        Add(5, [.. Head(name, 1, dims), .. Field(4, Raw(values))]);

    public OnnxWriter Integers(string name, params long[] values) =>
        Add(5, [.. Head(name, 7, [values.Length]), .. Field(7, [.. values.SelectMany(v => Varint((ulong)v))])]);

    public OnnxWriter Message(int field, byte[] message) => Add(field, message);

    /// <param name="settings">Values: long, float, string, or an array of long.</param>
    public OnnxWriter Node(string name, string[] inputs, string output, params (string Name, object Value)[] settings)
    {
        List<byte> node = [.. inputs.SelectMany(i => Field(1, Text(i)))];
        node.AddRange([.. Field(2, Text(output)), .. Field(4, Text(name))]);
        foreach (var setting in settings) node.AddRange(Field(5, Setting(setting.Name, setting.Value)));
        return Add(1, [.. node]);
    }

    public byte[] Build(long opset = 11) =>
        [.. Number(1, 6), .. Field(7, [.. _graph]), .. Field(8, [.. Field(1, []), .. Number(2, (ulong)opset)])];

    public static byte[] Field(int field, byte[] value) =>
        [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)value.Length), .. value];

    public static byte[] Number(int field, ulong value) => [.. Varint((ulong)field << 3), .. Varint(value)];

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }

    private static byte[] Head(string name, ulong type, int[] dims) =>
        [.. Field(1, [.. dims.SelectMany(d => Varint((ulong)d))]), .. Number(2, type), .. Field(8, Text(name))];

    private static byte[] Raw(float[] values)
    {
        var raw = new byte[values.Length * 4];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * 4), values[i]);
        return raw;
    }

    private static byte[] Setting(string name, object value)
    {
        var real = new byte[4];
        if (value is float f) BinaryPrimitives.WriteSingleLittleEndian(real, f);
        byte[] said = value switch
        {
            long number => Number(3, (ulong)number),
            float => [.. Varint((2 << 3) | 5), .. real],
            string text => Field(4, Text(text)),
            long[] many => [.. many.SelectMany(v => Number(8, (ulong)v))],
            _ => throw new ArgumentException("no such kind of setting", nameof(value)),
        };
        return [.. Field(1, Text(name)), .. said];
    }

    private OnnxWriter Add(int field, byte[] message)
    {
        _graph.AddRange(Field(field, message));
        return this;
    }
}
