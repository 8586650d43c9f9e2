using KioskSuite.Devices;

namespace KioskSuite.Imaging.Onnx;

/// <summary>A model for inputs of one size, ready to run: every size checked, every buffer there.</summary>
internal sealed class OnnxPlan
{
    private readonly Action[] _steps;
    private readonly float[][] _buffers;
    private readonly IReadOnlyDictionary<string, Tensor> _outputs;

    internal OnnxPlan(
        Tensor input, Action[] steps, float[][] buffers, IReadOnlyDictionary<string, Tensor> outputs) =>
        (Input, _steps, _buffers, _outputs) = (input, steps, buffers, outputs);

    /// <summary>Filled before a run; it keeps what it holds.</summary>
    public Tensor Input { get; }

    /// <summary>Names of the outputs in the model's order.</summary>
    public IEnumerable<string> Outputs => _outputs.Keys;

    /// <summary>What the last run found; null when the model has no such output.</summary>
    public Tensor? Output(string name) => _outputs.GetValueOrDefault(name);

    public void Run()
    {
        foreach (var step in _steps) step();
    }

    /// <summary>Forgets what was put in and what came out.</summary>
    public void Zero()
    {
        foreach (var buffer in _buffers) buffer.AsSpan().Clear();
    }

    /// <summary>Lays out a model for one input.</summary>
    /// <param name="model">The file's bytes, whatever they are; not used afterwards.</param>
    /// <param name="input">The input's dimensions; those that the file says are not asked.</param>
    /// <returns>The plan, or why there is none. Nothing of the model makes it throw.</returns>
    public static (OnnxPlan? Plan, ModelRefusal? Refusal) Open(ReadOnlySpan<byte> model, params ReadOnlySpan<int> input)
    {
        var (graph, refusal) = OnnxReader.Read(model);
        if (graph is null) return (null, refusal);
        var given = Tensor.Of(input);
        InvariantException.Require(given is not null, "input has no size");
        return new OnnxPlanner(graph).Plan(given!);
    }
}
