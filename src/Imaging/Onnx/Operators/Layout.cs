namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>Operators that move numbers.</summary>
internal static class Layout
{
    public static Computed? Transpose(NodeView node)
    {
        if (node.Input(0) is not { Rank: > 0 } x) return null;
        var order = node.IntegersOf("perm") ?? [.. Enumerable.Range(0, x.Rank).Reverse().Select(i => (long)i)];
        if (order.Length != x.Rank) return null;
        var (dims, steps, seen) = (new int[x.Rank], new int[x.Rank], 0);
        for (var i = 0; i < dims.Length; i++)
        {
            if (order[i] < 0 || order[i] >= x.Rank) return null;
            seen |= 1 << (int)order[i];
            (dims[i], steps[i]) = (x.Dims[(int)order[i]], x.Stride((int)order[i]));
        }

        if (seen != (1 << x.Rank) - 1 || Tensor.Of(dims) is not { } y) return null;
        return Computed.Of(y, () => Move(x.Values, y.Values, dims, steps));
    }

    public static Computed? Concat(NodeView node)
    {
        if (node.Input(0) is not { } first || node.Inputs.Count == 0) return null;
        if (NodeView.Axis(node.Integer("axis", long.MinValue / 2), first.Rank) is not { } axis) return null;
        var (parts, along) = (new Tensor[node.Inputs.Count], 0L);
        for (var i = 0; i < parts.Length; i++)
        {
            if (node.Input(i) is not { } part || part.Rank != first.Rank) return null;
            for (var d = 0; d < first.Rank; d++)
            {
                if (d != axis && part.Dims[d] != first.Dims[d]) return null;
            }

            (parts[i], along) = (part, along + part.Dims[axis]);
        }

        int[] dims = [.. first.Dims];
        dims[axis] = (int)Math.Min(along, int.MaxValue);
        return Tensor.Of(dims) is { } y ? Computed.Of(y, () => Join(parts, y.Values, axis)) : null;
    }

    private static void Move(ReadOnlySpan<float> x, Span<float> y, int[] dims, int[] steps)
    {
        Span<int> at = stackalloc int[OnnxLimits.MostRank];
        at.Clear();
        var (line, step) = (dims[^1], steps[^1]);
        for (var start = 0; start < y.Length; start += line)
        {
            var from = 0;
            for (var i = 0; i < dims.Length - 1; i++) from += at[i] * steps[i];
            for (var i = 0; i < line; i++) y[start + i] = x[from + (i * step)];
            for (var i = dims.Length - 2; i >= 0 && ++at[i] == dims[i]; i--) at[i] = 0;
        }
    }

    private static void Join(Tensor[] parts, Span<float> y, int axis)
    {
        var to = 0;
        for (var outer = 0; to < y.Length; outer++)
        {
            foreach (var part in parts)
            {
                var run = part.Dims[axis] * part.Stride(axis);
                part.Values.Slice(outer * run, run).CopyTo(y[to..]);
                to += run;
            }
        }
    }
}
