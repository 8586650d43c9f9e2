namespace KioskSuite.Imaging.Onnx;

/// <summary>Bounds of a model. A recogniser of the usual size (39 MB) is inside; no face model needs more.</summary>
internal static class OnnxLimits
{
    /// <summary>Longest file in bytes.</summary>
    public const int MostBytes = 48 * 1024 * 1024;

    public const int MostNodes = 4096;

    /// <summary>Bytes of all nodes; weights are elsewhere.</summary>
    public const int MostNodeBytes = 4 * 1024 * 1024;

    public const int MostConstants = 4096;

    /// <summary>Inputs or outputs of the graph, constants among them.</summary>
    public const int MostNames = 4096;

    /// <summary>Inputs, outputs or attributes of one node.</summary>
    public const int MostOfNode = 64;

    public const int MostNameBytes = 256;

    /// <summary>Numbers of a whole-number tensor or attribute: they say shapes and axes, and nothing else.</summary>
    public const int MostIntegers = 1024;

    public const int MostRank = 6;

    /// <summary>Numbers of one tensor.</summary>
    public const int MostElements = 12 * 1024 * 1024;

    /// <summary>Numbers of all buffers between and in nodes, constants not among them.</summary>
    public const int MostBuffered = 16 * 1024 * 1024;

    /// <summary>Multiplications of one run: a second or so.</summary>
    public const long MostWork = 4_000_000_000;

    /// <summary>Opsets whose operators are known.</summary>
    public const int LeastOpset = 7;

    public const int MostOpset = 22;
}
