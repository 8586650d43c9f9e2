namespace KioskSuite.Imaging.Onnx.Operators;

/// <summary>Operators that change what the numbers are called and not the numbers.</summary>
internal static class Reshaping
{
    /// <summary>0 keeps a dimension, one -1 takes what is left.</summary>
    public static Computed? Reshape(NodeView node)
    {
        if (node.Input(0) is not { } x || node.Integers(1) is not { } wanted) return null;
        if (wanted.Length > OnnxLimits.MostRank || node.Integer("allowzero", 0) != 0) return null;
        var (dims, open, known) = (new int[wanted.Length], -1, 1L);
        for (var i = 0; i < dims.Length; i++)
        {
            if (wanted[i] == -1 && open < 0)
            {
                open = i;
                continue;
            }

            if (wanted[i] == 0 && i < x.Rank) dims[i] = x.Dims[i];
            else if (wanted[i] is > 0 and <= OnnxLimits.MostElements) dims[i] = (int)wanted[i];
            else return null;
            if ((known *= dims[i]) > OnnxLimits.MostElements) return null;
        }

        if (open >= 0) dims[open] = (int)(x.Length / known);
        return Computed.Same(x.As(dims));
    }

    public static Computed? Flatten(NodeView node)
    {
        if (node.Input(0) is not { } x) return null;
        var axis = node.Integer("axis", 1);
        if (axis < 0) axis += x.Rank;
        if (axis < 0 || axis > x.Rank) return null;
        var rows = 1;
        for (var i = 0; i < axis; i++) rows *= x.Dims[i];
        return Computed.Same(x.As(rows, x.Length / rows));
    }

    public static Computed? Squeeze(NodeView node)
    {
        if (node.Input(0) is not { } x || !TryAxes(node, x.Rank, out var axes)) return null;
        var dims = new List<int>();
        for (var i = 0; i < x.Rank; i++)
        {
            if (axes is null ? x.Dims[i] == 1 : axes.Contains(i)) continue;
            dims.Add(x.Dims[i]);
        }

        return Computed.Same(x.As([.. dims]));
    }

    public static Computed? Unsqueeze(NodeView node)
    {
        if (node.Input(0) is not { } x) return null;
        var count = (node.Integers(1) ?? node.IntegersOf("axes"))?.Length ?? OnnxLimits.MostRank;
        if (x.Rank + count > OnnxLimits.MostRank || !TryAxes(node, x.Rank + count, out var axes)) return null;
        if (axes is null || axes.Count != count) return null;
        var (dims, from) = (new int[x.Rank + count], 0);
        for (var i = 0; i < dims.Length; i++) dims[i] = axes.Contains(i) ? 1 : x.Dims[from++];
        return Computed.Same(x.As(dims));
    }

    /// <summary>Axes were a setting until opset 13, then an input; null when none are named.</summary>
    private static bool TryAxes(NodeView node, int rank, out HashSet<int>? axes)
    {
        axes = null;
        if (!node.Lacks(1) && node.Integers(1) is null) return false;
        if ((node.Integers(1) ?? node.IntegersOf("axes")) is not { } given) return true;
        axes = [];
        foreach (var axis in given)
        {
            if (NodeView.Axis(axis, rank) is not { } known) return false;
            axes.Add(known);
        }

        return true;
    }
}
