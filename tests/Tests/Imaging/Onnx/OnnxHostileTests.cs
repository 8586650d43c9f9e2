using KioskSuite.Imaging.Onnx;
using static KioskSuite.Tests.Imaging.Onnx.OnnxBench;

namespace KioskSuite.Tests.Imaging.Onnx;

/// <summary>Files that are no models, or models that would cost too much: refused by name, never thrown.</summary>
public sealed class OnnxHostileTests
{
    private static readonly int[] s_input = [1, 3, 8, 8];

    [Fact]
    public void Random_bytes_are_refused()
    {
        var random = new Random(1);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            Refused(bytes, s_input).ShouldBeOneOf(ModelProblem.Malformed, ModelProblem.Unsupported);
        }
    }

    [Fact]
    public void A_model_with_changed_bytes_is_refused_or_runs_in_the_memory_of_its_size()
    {
        var random = new Random(2);
        var good = Network().Build();
        var (opened, before) = (0, GC.GetAllocatedBytesForCurrentThread());
        const int rounds = 4000;
        for (var i = 0; i < rounds; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var n = random.Next(1, 4); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var (plan, refusal) = OnnxPlan.Open(bytes, s_input);
            (plan is null).ShouldBe(refusal is not null);
            plan?.Run();
            if (plan is not null) opened++;
        }

        opened.ShouldBeGreaterThan(rounds / 20, "changed weights are still weights");
        ((GC.GetAllocatedBytesForCurrentThread() - before) / rounds).ShouldBeLessThan(8 * 1024 * 1024);
    }

    [Fact]
    public void A_model_cut_off_anywhere_is_refused()
    {
        var good = Network().Build();
        for (var length = 0; length < good.Length - 6; length++) Refused(good[..length], s_input).ShouldNotBe(default);
    }

    [Fact]
    public void A_file_larger_than_any_face_model_is_refused_unread() =>
        Refused(new byte[OnnxLimits.MostBytes + 1], s_input).ShouldBe(ModelProblem.TooLarge);

    [Fact]
    public void Numbers_that_the_file_does_not_hold_are_not_made()
    {
        var head = new List<byte>();
        head.AddRange(OnnxWriter.Field(1, [.. OnnxWriter.Varint(3000), .. OnnxWriter.Varint(3000)]));
        head.AddRange(OnnxWriter.Number(2, 1));
        head.AddRange(OnnxWriter.Field(8, OnnxWriter.Text("w")));
        Refused(Model().Message(5, [.. head]), s_input).ShouldBe(ModelProblem.Unsupported);
        Refused(Model().Message(5, [.. head, .. OnnxWriter.Number(14, 1)]), s_input).ShouldBe(ModelProblem.Unsupported);
    }

    [Theory]
    [InlineData("Loop")]
    [InlineData("If")]
    [InlineData("Scan")]
    [InlineData("LSTM")]
    [InlineData("")]
    public void An_operator_that_is_not_computed_here_is_named(string name)
    {
        var (_, refusal) = OnnxPlan.Open(Model().Node(name, ["x"], "y").Build(), s_input);
        refusal.ShouldBe(new ModelRefusal(ModelProblem.Unsupported, name));
    }

    [Fact]
    public void Another_opset_is_refused()
    {
        Refused(Model().Node("Relu", ["x"], "y").Build(opset: 6), s_input).ShouldBe(ModelProblem.Unsupported);
        Refused(Model().Node("Relu", ["x"], "y").Build(opset: 99), s_input).ShouldBe(ModelProblem.Unsupported);
    }

    [Fact]
    public void Names_that_lead_nowhere_come_twice_or_go_round_are_refused()
    {
        Refused(Model().Node("Relu", ["z"], "y"), s_input).ShouldBe(ModelProblem.Malformed);
        Refused(Model().Node("Relu", ["y"], "y"), s_input).ShouldBe(ModelProblem.Malformed);
        Refused(Model().Node("Relu", ["x"], "z"), s_input).ShouldBe(ModelProblem.Malformed);
        Refused(Model().Node("Relu", ["x"], "x"), s_input).ShouldBe(ModelProblem.Malformed);
        Refused(Model().Node("Relu", ["x"], "y").Input("x2"), s_input).ShouldBe(ModelProblem.WrongShape);
    }

    [Fact]
    public void A_short_file_that_asks_for_much_memory_or_work_is_refused()
    {
        var grows = Model().Reals("s", [4], 1, 1, 16, 16);
        grows.Node("Upsample", ["x", "s"], "a").Node("Upsample", ["a", "s"], "b").Node("Upsample", ["b", "s"], "y");
        Refused(grows.Build(opset: 9), s_input).ShouldBe(ModelProblem.Unsupported);
        var slow = Model().Reals("w", [64, 64, 3, 3], new float[64 * 64 * 9]).Reals("v", [64, 3, 1, 1], new float[192])
            .Node("Conv", ["x", "v"], "a0");
        for (var i = 0; i < 400; i++) slow.Node("Conv", [$"a{i}", "w"], $"a{i + 1}", ("pads", new[] { 1L, 1, 1, 1 }));
        Refused(slow.Node("Relu", ["a400"], "y"), 1, 3, 64, 64).ShouldBe(ModelProblem.TooMuch);
        var many = Model();
        for (var i = 0; i <= OnnxLimits.MostNodes; i++) many.Node("Relu", ["x"], $"n{i}");
        Refused(many, s_input).ShouldBe(ModelProblem.TooMuch);
    }

    [Theory]
    [InlineData("strides", 0)]
    [InlineData("strides", -1)]
    [InlineData("pads", -1)]
    [InlineData("pads", long.MaxValue)]
    [InlineData("dilations", long.MinValue)]
    [InlineData("dilations", int.MaxValue)]
    [InlineData("kernel_shape", 7)]
    [InlineData("group", 0)]
    [InlineData("group", 2)]
    [InlineData("group", long.MaxValue)]
    public void Settings_that_make_no_sense_are_refused(string setting, long value)
    {
        object given = setting switch
        {
            "group" => value,
            "pads" => new[] { value, value, value, value },
            _ => new[] { value, value },
        };
        var model = Model().Reals("w", [3, 3, 3, 3], new float[81]).Node("Conv", ["x", "w"], "y", (setting, given));
        Refused(model, s_input).ShouldBe(ModelProblem.Unsupported);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Refused(Model().Integers("s", 7, 7).Node("Reshape", ["x", "s"], "y"), s_input).ShouldNotBe(default);
        Refused(Model().Integers("s", -1, -1).Node("Reshape", ["x", "s"], "y"), s_input).ShouldNotBe(default);
        Refused(Model().Integers("s", 0, 0, 0, 0, 0).Node("Reshape", ["x", "s"], "y"), s_input).ShouldNotBe(default);
        Refused(Model().Reals("b", [7], Count(7)).Node("Add", ["x", "b"], "y"), s_input).ShouldNotBe(default);
        Refused(Model().Node("Transpose", ["x"], "y", ("perm", new[] { 0L, 0, 1, 2 })), s_input).ShouldNotBe(default);
        Refused(Model().Node("Concat", ["x"], "y", ("axis", 9L)), s_input).ShouldNotBe(default);
        Refused(Model().Reals("w", [5, 5], Count(25)).Node("Gemm", ["x", "w"], "y"), s_input).ShouldNotBe(default);
        Refused(Model().Reals("e", [0]).Node("Add", ["x", "e"], "y"), s_input).ShouldNotBe(default);
    }

    private static OnnxWriter Network() => Model()
        .Reals("w", [4, 3, 3, 3], Count(108)).Reals("b", [4], 1, 2, 3, 4).Reals("p", [4, 1, 1], 0.1f, 0.2f, 0.3f, 0.4f)
        .Reals("g", [2, 64], new float[128]).Integers("s", 1, -1)
        .Node("Conv", ["x", "w", "b"], "a", ("pads", new[] { 1L, 1, 1, 1 }), ("strides", new[] { 2L, 2 }))
        .Node("PRelu", ["a", "p"], "c")
        .Node("MaxPool", ["c"], "d", ("kernel_shape", new[] { 1L, 1 }))
        .Node("Reshape", ["d", "s"], "e")
        .Node("Gemm", ["e", "g"], "f", ("transB", 1L))
        .Node("Softmax", ["f"], "y");
}
