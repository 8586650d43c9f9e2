using KioskSuite.Imaging.Onnx;

namespace KioskSuite.Tests.Imaging.Onnx;

/// <summary>Runs graphs of one node or a few.</summary>
internal static class OnnxBench
{
    /// <summary>A model whose input is <c>x</c> and whose output is <c>y</c>.</summary>
    public static OnnxWriter Model() => new OnnxWriter().Input("x").Output("y");

    public static (float[] Values, int[] Dims) Run(OnnxWriter model, int[] dims, float[] input, long opset = 11)
    {
        var (plan, refusal) = OnnxPlan.Open(model.Build(opset), dims);
        refusal.ShouldBeNull();
        // The second run must not see what the first left in buffers that are used again.
        for (var i = 0; i < 2; i++)
        {
            input.CopyTo(plan!.Input.Values);
            plan.Run();
        }

        var output = plan!.Output("y")!;
        return (output.Values.ToArray(), [.. output.Dims]);
    }

    public static ModelProblem Refused(OnnxWriter model, params int[] dims) => Refused(model.Build(), dims);

    public static ModelProblem Refused(byte[] model, params int[] dims)
    {
        var (plan, refusal) = OnnxPlan.Open(model, dims);
        plan.ShouldBeNull();
        return refusal!.Problem;
    }

    public static float[] Count(int length) => [.. Enumerable.Range(1, length).Select(i => (float)i)];

    public static void ShouldBeNear(this float[] found, params float[] wanted)
    {
        found.Length.ShouldBe(wanted.Length);
        for (var i = 0; i < wanted.Length; i++)
        {
            found[i].ShouldBe(wanted[i], Math.Max(1e-4f, Math.Abs(wanted[i]) * 1e-4f), $"number {i}");
        }
    }
}
