namespace KioskSuite.Imaging.Onnx;

/// <summary>Reads ModelProto (onnx.proto3) out of bytes that may be anything.</summary>
/// <remarks>
/// ModelProto: graph 7, opset_import 8 (domain 1, version 2). GraphProto: node 1, initializer 5, input 11, output 12,
/// sparse_initializer 15. ValueInfoProto: name 1. All other fields are passed over unread.
/// </remarks>
internal static class OnnxReader
{
    /// <summary>The graph, or why there is none. Costs at most the model's own size again.</summary>
    public static (OnnxGraph? Graph, ModelRefusal? Refusal) Read(ReadOnlySpan<byte> model)
    {
        if (model.Length > OnnxLimits.MostBytes) return (null, new(ModelProblem.TooLarge));
        var opset = 0L;
        ReadOnlySpan<byte> graph = default;
        var fields = new ProtoReader(model);
        while (fields.Next())
        {
            if (fields is { Field: 7, Wire: ProtoWire.Bytes }) graph = fields.Bytes;
            if (fields is { Field: 8, Wire: ProtoWire.Bytes }) opset = Math.Max(opset, Opset(fields.Bytes));
        }

        if (fields.Broken || graph.IsEmpty) return (null, new(ModelProblem.Malformed, "no graph"));
        if (opset is < OnnxLimits.LeastOpset or > OnnxLimits.MostOpset)
        {
            return (null, new(ModelProblem.Unsupported, $"opset {opset}"));
        }

        return ReadGraph(graph, opset);
    }

    /// <summary>Version of ONNX's own operators; 0 for those of others.</summary>
    private static long Opset(ReadOnlySpan<byte> message)
    {
        var (version, own) = (0L, true);
        var fields = new ProtoReader(message);
        while (fields.Next())
        {
            if (fields is { Field: 1, Wire: ProtoWire.Bytes }) own = fields.Bytes is [] || IsOnnx(fields.Bytes);
            if (fields is { Field: 2, Wire: ProtoWire.Varint }) version = (long)fields.Number;
        }

        return own && !fields.Broken ? version : 0;
    }

    private static bool IsOnnx(ReadOnlySpan<byte> domain) => domain.SequenceEqual("ai.onnx"u8);

    private static (OnnxGraph? Graph, ModelRefusal? Refusal) ReadGraph(ReadOnlySpan<byte> message, long opset)
    {
        var (inputs, outputs) = (new List<string>(), new List<string>());
        var nodes = new List<OnnxNode>();
        var constants = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var nodeBytes = 0L;
        var fields = new ProtoReader(message);
        while (fields.Next())
        {
            if (fields.Wire != ProtoWire.Bytes) continue;
            if (fields.Field == 1) nodeBytes += fields.Bytes.Length;
            if (nodeBytes > OnnxLimits.MostNodeBytes) return (null, new(ModelProblem.TooMuch, "nodes"));
            var refusal = fields.Field switch
            {
                1 => AddNode(fields.Bytes, nodes),
                5 => AddConstant(fields.Bytes, constants),
                11 => AddName(fields.Bytes, inputs),
                12 => AddName(fields.Bytes, outputs),
                15 => new ModelRefusal(ModelProblem.Unsupported, "sparse tensor"),
                _ => null,
            };
            if (refusal is not null) return (null, refusal);
        }

        if (fields.Broken) return (null, new(ModelProblem.Malformed, "graph"));
        // Older files name their constants as inputs too.
        inputs.RemoveAll(constants.ContainsKey);
        return (new OnnxGraph(opset, inputs, outputs, nodes, constants), null);
    }

    private static ModelRefusal? AddNode(ReadOnlySpan<byte> message, List<OnnxNode> nodes)
    {
        if (nodes.Count == OnnxLimits.MostNodes) return new(ModelProblem.TooMuch, "nodes");
        if (OnnxNodeReader.Read(message) is not { } node) return new(ModelProblem.Malformed, $"node {nodes.Count}");
        nodes.Add(node);
        return null;
    }

    private static ModelRefusal? AddConstant(ReadOnlySpan<byte> message, Dictionary<string, Tensor> constants)
    {
        if (constants.Count == OnnxLimits.MostConstants) return new(ModelProblem.TooMuch, "constants");
        var (name, tensor) = OnnxTensorReader.Read(message);
        if (tensor is null) return new(ModelProblem.Unsupported, $"constant {constants.Count}");
        return constants.TryAdd(name, tensor) ? null : new(ModelProblem.Malformed, "constant twice");
    }

    private static ModelRefusal? AddName(ReadOnlySpan<byte> message, List<string> names)
    {
        if (names.Count == OnnxLimits.MostNames) return new(ModelProblem.TooMuch, "inputs or outputs");
        var fields = new ProtoReader(message);
        while (fields.Next())
        {
            if (fields is not { Field: 1, Wire: ProtoWire.Bytes }) continue;
            if (OnnxTensorReader.Text(fields.Bytes) is not { } name) break;
            names.Add(name);
            return null;
        }

        return new(ModelProblem.Malformed, "input or output without a name");
    }
}
