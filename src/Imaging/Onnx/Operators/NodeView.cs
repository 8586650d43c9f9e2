namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>What an operator makes of its inputs: a tensor, and how to compute it.</summary>
/// <param name="Output">Its storage may be an input's: then there is nothing to do.</param>
/// <param name="Run">Reads inputs and writes the output; null when there is nothing to do.</param>
/// <param name="Work">Multiplications of one run, about.</param>
/// <param name="Held">Numbers kept beside the output.</param>
internal readonly record struct Computed(Tensor Output, Action? Run, long Work, long Held)
{
    public static Computed? Of(Tensor? output, Action run, long work = 0, long held = 0) =>
        output is null ? null : new Computed(output, run, Math.Max(work, output.Length), held);

    public static Computed? Same(Tensor? output) => output is null ? null : new Computed(output, null, 0, 0);
}

/// <summary>A node with the tensors it reads.</summary>
/// <param name="Node">As the file says it.</param>
/// <param name="Inputs">Null where an optional one is left out.</param>
/// <param name="Opset">Version of the operators.</param>
internal readonly record struct NodeView(OnnxNode Node, IReadOnlyList<Tensor?> Inputs, long Opset)
{
    /// <summary>Largest stride, padding, kernel or dilation: keeps all sums of them small.</summary>
    private const int MostStep = 4096;

    /// <summary>Numbers to compute with; null when left out, none, or whole numbers.</summary>
    public Tensor? Input(int index) =>
        index < Inputs.Count && Inputs[index] is { Integers: null, Length: > 0 } tensor ? tensor : null;

    /// <summary>Numbers of the model; null when left out or computed.</summary>
    public Tensor? Constant(int index) => Input(index) is { Constant: true } tensor ? tensor : null;

    /// <summary>Whole numbers of the model; null when left out or other numbers.</summary>
    public long[]? Integers(int index) => index < Inputs.Count ? Inputs[index]?.Integers : null;

    /// <summary>True when an optional input is left out.</summary>
    public bool Lacks(int index) => index >= Inputs.Count || Inputs[index] is null;

    public float Real(string name, float otherwise) => Of(name)?.Real ?? otherwise;

    public long Integer(string name, long otherwise) => Of(name)?.Integer ?? otherwise;

    public string Text(string name, string otherwise) => Of(name)?.Text ?? otherwise;

    public long[]? IntegersOf(string name) => Of(name)?.Integers;

    public Tensor? TensorOf(string name) => Of(name)?.Tensor;

    /// <summary>So many small numbers; null when there are others or they are out of range.</summary>
    public int[]? Steps(string name, int count, int least, int otherwise)
    {
        var steps = new int[count];
        if (Of(name)?.Integers is not { } given)
        {
            Array.Fill(steps, otherwise);
            return steps;
        }

        if (given.Length != count) return null;
        for (var i = 0; i < count; i++)
        {
            if (given[i] < least || given[i] > MostStep) return null;
            steps[i] = (int)given[i];
        }

        return steps;
    }

    /// <summary>An axis, counted from the end when negative; null when there is none such.</summary>
    public static int? Axis(long axis, int rank)
    {
        if (axis < 0) axis += rank;
        return axis >= 0 && axis < rank ? (int)axis : null;
    }

    private OnnxAttribute? Of(string name) => Node.Attributes.GetValueOrDefault(name);
}
