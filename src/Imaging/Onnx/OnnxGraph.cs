namespace KioskSuite.Imaging.Onnx;

/// <summary>A graph as the file says it: checked for form, not yet for meaning.</summary>
/// <param name="Opset">Version of the operators.</param>
/// <param name="Inputs">Names of what is to be given.</param>
/// <param name="Outputs">Names of what is wanted.</param>
/// <param name="Constants">Numbers by name.</param>
internal sealed record OnnxGraph(
    long Opset,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyDictionary<string, Tensor> Constants);

/// <summary>One operation.</summary>
/// <param name="Operator">Its name, such as <c>Conv</c>.</param>
/// <param name="Inputs">Names; empty where an optional one is left out.</param>
internal sealed record OnnxNode(
    string Operator,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, OnnxAttribute> Attributes);

/// <summary>A setting of an operation; what it is not is null.</summary>
internal sealed record OnnxAttribute
{
    public float? Real { get; init; }

    public long? Integer { get; init; }

    public string? Text { get; init; }

    public long[]? Integers { get; init; }

    public Tensor? Tensor { get; init; }
}
