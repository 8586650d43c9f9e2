using KioskSuite.Imaging.Onnx.Operators;

namespace KioskSuite.Imaging.Onnx;

/// <summary>Turns a graph into steps whose sizes are all known, and gives them buffers that are used again.</summary>
internal sealed class OnnxPlanner(OnnxGraph graph)
{
    private readonly Dictionary<string, Tensor> _known = new(graph.Constants, StringComparer.Ordinal);
    private readonly List<Computed> _steps = [];
    private readonly Dictionary<TensorStorage, int> _lastUse = [];
    private readonly List<float[]> _buffers = [];
    private long _buffered;

    public (OnnxPlan? Plan, ModelRefusal? Refusal) Plan(Tensor input)
    {
        if (graph.Inputs is not [var name]) return Refuse(ModelProblem.WrongShape, "not one input");
        _known[name] = input;
        _lastUse[input.Storage] = int.MaxValue;
        var work = 0L;
        foreach (var node in graph.Nodes)
        {
            if (Add(node) is { } refusal) return (null, refusal);
            work += _steps[^1].Work;
            if (work > OnnxLimits.MostWork) return Refuse(ModelProblem.TooMuch, "work");
            _buffered += _steps[^1].Held;
            if (_buffered > OnnxLimits.MostBuffered) return Refuse(ModelProblem.TooMuch, "memory");
        }

        var outputs = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var wanted in graph.Outputs)
        {
            if (!_known.TryGetValue(wanted, out var output) || output.Integers is not null)
            {
                return Refuse(ModelProblem.Malformed, $"nothing computes {wanted}");
            }

            outputs[wanted] = output;
            if (!output.Constant) _lastUse[output.Storage] = int.MaxValue;
        }

        if (!TryLayOut(input)) return Refuse(ModelProblem.TooMuch, "memory");
        Action[] steps = [.. _steps.Select(s => s.Run).OfType<Action>()];
        return (new OnnxPlan(input, steps, [.. _buffers], outputs), null);
    }

    private ModelRefusal? Add(OnnxNode node)
    {
        var inputs = new Tensor?[node.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (node.Inputs[i].Length == 0) continue;
            if (!_known.TryGetValue(node.Inputs[i], out inputs[i]))
            {
                return new(ModelProblem.Malformed, $"nothing computes {node.Inputs[i]}");
            }
        }

        if (OperatorTable.Build(new NodeView(node, inputs, graph.Opset)) is not { } computed)
        {
            return new(ModelProblem.Unsupported, node.Operator);
        }

        var output = node.Outputs[0];
        if (output.Length == 0 || !_known.TryAdd(output, computed.Output)) return new(ModelProblem.Malformed, output);
        foreach (var used in inputs)
        {
            if (used is not null) Use(used.Storage);
        }

        Use(computed.Output.Storage);
        _steps.Add(computed);
        return null;
    }

    private void Use(TensorStorage storage)
    {
        if (!storage.Constant && _lastUse.GetValueOrDefault(storage) != int.MaxValue) _lastUse[storage] = _steps.Count;
    }

    private bool TryLayOut(Tensor input)
    {
        var free = new List<float[]>();
        if (!TryGive(input.Storage, free)) return false;
        var ends = _lastUse.ToLookup(use => use.Value, use => use.Key);
        for (var i = 0; i < _steps.Count; i++)
        {
            var storage = _steps[i].Output.Storage;
            if (!storage.Constant && storage.Data.Length == 0 && !TryGive(storage, free)) return false;
            foreach (var ended in ends[i]) free.Add(ended.Data);
        }

        return true;
    }

    /// <summary>The smallest free buffer that is large enough, else a new one.</summary>
    private bool TryGive(TensorStorage storage, List<float[]> free)
    {
        var best = -1;
        for (var i = 0; i < free.Count; i++)
        {
            if (free[i].Length < storage.Length) continue;
            if (best < 0 || free[i].Length < free[best].Length) best = i;
        }

        if (best >= 0)
        {
            storage.Data = free[best];
            free.RemoveAt(best);
            return true;
        }

        _buffered += storage.Length;
        if (_buffered > OnnxLimits.MostBuffered) return false;
        _buffers.Add(storage.Data = new float[storage.Length]);
        return true;
    }

    private static (OnnxPlan? Plan, ModelRefusal? Refusal) Refuse(ModelProblem problem, string said) =>
        (null, new ModelRefusal(problem, said));
}
