using System.Security.Cryptography;

namespace KioskSuite.Tests.Imaging.Onnx;

/// <summary>Models made by hand in the form of those a site supplies; they know bright squares.</summary>
internal static class TinyModels
{
    /// <summary>
    /// Side of the face that a bright cell is taken for, in pixels of the 320 × 256 that the model sees.
    /// </summary>
    public const float Side = 64;

    private const string Suffixes = "cls obj bbox kps";

    /// <summary>
    /// The twelve outputs of YuNet. A cell of 8 × 8 pixels that is bright is the middle of a face of
    /// <see cref="Side"/>; the points lie in it as in a face. The two coarser grids find nothing.
    /// </summary>
    public static byte[] Detector(bool whole = true)
    {
        var model = new OnnxWriter().Input("x");
        foreach (var stride in new[] { 8, 16, 32 })
        {
            var pooled = $"p{stride}";
            long[] cell = [stride, stride];
            model.Node("AveragePool", ["x"], pooled, ("kernel_shape", cell), ("strides", cell));
            foreach (var kind in Suffixes.Split(' '))
            {
                if (!whole && (kind, stride) == ("kps", 32)) continue;
                Head(model, kind, stride, pooled);
            }
        }

        return model.Build();
    }

    /// <summary>Features: the mean of each of 8 × 8 parts of each colour.</summary>
    public static byte[] Recogniser()
    {
        long[] part = [14, 14];
        return new OnnxWriter().Input("data").Output("features")
            .Node("AveragePool", ["data"], "parts", ("kernel_shape", part), ("strides", part))
            .Node("Flatten", ["parts"], "features")
            .Build();
    }

    public static string HashOf(byte[] model) => Convert.ToHexStringLower(SHA256.HashData(model));

    private static void Head(OnnxWriter model, string kind, int stride, string pooled)
    {
        var name = $"{kind}_{stride}";
        var bias = BiasOf(kind, stride);
        var weights = new float[bias.Length * 3];
        if (bias.Length == 1) Array.Fill(weights, 0.1f);
        model.Reals($"{name}.w", [bias.Length, 3, 1, 1], weights).Reals($"{name}.b", [bias.Length], bias)
            .Integers($"{name}.s", 1, -1, bias.Length)
            .Node("Conv", [pooled, $"{name}.w", $"{name}.b"], $"{name}.c")
            .Node("Transpose", [$"{name}.c"], $"{name}.t", ("perm", new[] { 0L, 2, 3, 1 }));
        if (bias.Length > 1) model.Node("Reshape", [$"{name}.t", $"{name}.s"], name);
        else model.Node("Reshape", [$"{name}.t", $"{name}.s"], $"{name}.r").Node("Sigmoid", [$"{name}.r"], name);
        model.Output(name);
    }

    /// <summary>Brightness is 0.1 · (R + G + B), so 76 for white: from 60 on it counts, on the finest grid.</summary>
    private static float[] BiasOf(string kind, int stride) => kind switch
    {
        "bbox" => [0.5f, 0.5f, MathF.Log(Side / stride), MathF.Log(Side / stride)],
        "kps" => [-1.5f, -1, 2.5f, -1, 0.5f, 0.7f, -1, 2.2f, 2, 2.2f],
        _ => [stride == 8 ? -60 : -1000],
    };
}
