namespace KioskSuite.Imaging.Onnx;

/// <summary>Reads NodeProto and its attributes.</summary>
/// <remarks>
/// NodeProto: input 1, output 2, op_type 4, attribute 5, domain 7. AttributeProto: name 1, f 2, i 3, s 4, t 5, ints 8.
/// Other kinds of attributes (graphs, lists of text) are passed over; an operator that needs one is not supported.
/// </remarks>
internal static class OnnxNodeReader
{
    private const string Domain = "ai.onnx";

    /// <returns>Null for a broken message, or more parts than allowed.</returns>
    public static OnnxNode? Read(ReadOnlySpan<byte> message)
    {
        var (inputs, outputs) = (new List<string>(), new List<string>());
        var attributes = new Dictionary<string, OnnxAttribute>(StringComparer.Ordinal);
        var (name, domain) = ("", "");
        var fields = new ProtoReader(message);
        while (fields.Next())
        {
            if (fields.Wire != ProtoWire.Bytes || fields.Field is not (1 or 2 or 4 or 5 or 7)) continue;
            if (fields.Field == 5)
            {
                if (attributes.Count == OnnxLimits.MostOfNode || !TryAttribute(fields.Bytes, attributes)) return null;
                continue;
            }

            if (OnnxTensorReader.Text(fields.Bytes) is not { } text) return null;
            if (fields.Field == 1) inputs.Add(text);
            if (fields.Field == 2) outputs.Add(text);
            if (fields.Field == 4) name = text;
            if (fields.Field == 7) domain = text is Domain ? "" : text;
            if (inputs.Count > OnnxLimits.MostOfNode || outputs.Count > OnnxLimits.MostOfNode) return null;
        }

        if (fields.Broken || outputs.Count == 0) return null;
        // An operator that is not ONNX's own is in no table.
        return new OnnxNode(domain.Length == 0 ? name : $"{domain}.{name}", inputs, outputs, attributes);
    }

    private static bool TryAttribute(ReadOnlySpan<byte> message, Dictionary<string, OnnxAttribute> attributes)
    {
        var name = "";
        var attribute = new OnnxAttribute();
        var integers = new List<long>();
        var fields = new ProtoReader(message);
        while (fields.Next())
        {
            switch (fields.Field, fields.Wire)
            {
                case (1, ProtoWire.Bytes):
                    name = OnnxTensorReader.Text(fields.Bytes) ?? "";
                    break;
                case (2, ProtoWire.Fixed32):
                    attribute = attribute with { Real = BitConverter.UInt32BitsToSingle((uint)fields.Number) };
                    break;
                case (3, ProtoWire.Varint):
                    attribute = attribute with { Integer = (long)fields.Number };
                    break;
                case (4, ProtoWire.Bytes):
                    attribute = attribute with { Text = OnnxTensorReader.Text(fields.Bytes) };
                    break;
                case (5, ProtoWire.Bytes):
                    attribute = attribute with { Tensor = OnnxTensorReader.Read(fields.Bytes).Tensor };
                    break;
                case (8, _):
                    if (!OnnxTensorReader.AddIntegers(fields, integers)) return false;
                    break;
                default:
                    break;
            }
        }

        if (integers.Count > 0) attribute = attribute with { Integers = [.. integers] };
        return !fields.Broken && name.Length > 0 && attributes.TryAdd(name, attribute);
    }
}
