using KioskSuite.Devices;

namespace KioskSuite.Imaging.Onnx;

/// <summary>Where the numbers of one or more tensors are.</summary>
internal sealed class TensorStorage(int length)
{
    public int Length { get; } = length;

    /// <summary>At least <see cref="Length"/> long once the plan has laid buffers out.</summary>
    public float[] Data { get; set; } = [];

    /// <summary>True for numbers out of the model: never written, never given to another tensor.</summary>
    public bool Constant { get; init; }
}

/// <summary>Numbers in rows without gaps, last dimension first; or, from the model only, whole numbers.</summary>
internal sealed class Tensor
{
    private Tensor(int[] dims, TensorStorage storage, long[]? integers) =>
        (Dims, Storage, Integers, Length) = (dims, storage, integers, storage.Length);

    public IReadOnlyList<int> Dims { get; }

    public int Rank => Dims.Count;

    public int Length { get; }

    public TensorStorage Storage { get; }

    public long[]? Integers { get; }

    public bool Constant => Storage.Constant;

    public Span<float> Values => Storage.Data.AsSpan(0, Length);

    /// <summary>A tensor to be computed; null when it is empty or larger than allowed.</summary>
    public static Tensor? Of(params ReadOnlySpan<int> dims) =>
        LengthOf(dims) is > 0 and var length ? new Tensor(dims.ToArray(), new TensorStorage(length), null) : null;

    /// <summary>Numbers of the model; null when they are more or fewer than the dimensions say.</summary>
    public static Tensor? OfConstant(ReadOnlySpan<int> dims, float[] data) => LengthOf(dims) == data.Length
        ? new Tensor(dims.ToArray(), new TensorStorage(data.Length) { Data = data, Constant = true }, null)
        : null;

    /// <summary>Whole numbers of the model; null when they are more or fewer than the dimensions say.</summary>
    public static Tensor? OfConstant(ReadOnlySpan<int> dims, long[] integers) => LengthOf(dims) == integers.Length
        ? new Tensor(dims.ToArray(), new TensorStorage(0) { Constant = true }, integers)
        : null;

    /// <summary>The same numbers under other dimensions; null when they do not fit.</summary>
    public Tensor? As(params ReadOnlySpan<int> dims) =>
        Integers is null && LengthOf(dims) == Length ? new Tensor(dims.ToArray(), Storage, null) : null;

    /// <summary>Elements from one step of <paramref name="axis"/> to the next.</summary>
    public int Stride(int axis)
    {
        InvariantException.Require(axis >= 0 && axis < Rank, "no such axis");
        var stride = 1;
        for (var i = axis + 1; i < Rank; i++) stride *= Dims[i];
        return stride;
    }

    public override string ToString() => $"tensor {string.Join('×', Dims)}";

    /// <returns>-1 when a dimension is negative, there are too many, or too many numbers.</returns>
    private static int LengthOf(ReadOnlySpan<int> dims)
    {
        if (dims.Length > OnnxLimits.MostRank) return -1;
        var length = 1L;
        foreach (var dim in dims)
        {
            if (dim < 0 || (length *= dim) > OnnxLimits.MostElements) return -1;
        }

        return (int)length;
    }
}
