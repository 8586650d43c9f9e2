using static KioskSuite.Tests.Imaging.Onnx.OnnxBench;

namespace KioskSuite.Tests.Imaging.Onnx;

/// <summary>Each operator against results worked out by hand.</summary>
public sealed class OnnxOperatorTests
{
    [Theory]
    [InlineData("Relu", new float[] { 0, 0, 0, 0.5f, 4 })]
    [InlineData("Sigmoid", new[] { 0.1192029f, 0.3775407f, 0.5f, 0.6224593f, 0.9820138f })]
    [InlineData("Tanh", new[] { -0.9640276f, -0.4621172f, 0, 0.4621172f, 0.9993293f })]
    [InlineData("Exp", new[] { 0.1353353f, 0.6065307f, 1, 1.6487213f, 54.59815f })]
    [InlineData("LeakyRelu", new[] { -0.02f, -0.005f, 0, 0.5f, 4 })]
    [InlineData("HardSigmoid", new[] { 0.1f, 0.4f, 0.5f, 0.6f, 1 })]
    [InlineData("HardSwish", new[] { -0.3333333f, -0.2083333f, 0, 0.2916667f, 4 })]
    [InlineData("Identity", new[] { -2, -0.5f, 0, 0.5f, 4 })]
    [InlineData("Dropout", new[] { -2, -0.5f, 0, 0.5f, 4 })]
    [InlineData("Softmax", new[] { 0.0023338f, 0.0104595f, 0.0172447f, 0.0284317f, 0.9415302f })]
    public void A_function_of_each_number_is_that_function(string name, float[] wanted) =>
        Run(Model().Node(name, ["x"], "y"), [1, 5], [-2, -0.5f, 0, 0.5f, 4]).Values.ShouldBeNear(wanted);

    [Fact]
    public void Clip_takes_its_bounds_from_settings_before_opset_11_and_from_inputs_since()
    {
        var old = Model().Node("Clip", ["x"], "y", ("min", 0f), ("max", 6f));
        Run(old, [3], [-1, 3, 9], opset: 10).Values.ShouldBeNear(0, 3, 6);
        var since = Model().Reals("low", [], -0.5f).Node("Clip", ["x", "low"], "y");
        Run(since, [3], [-1, 3, 9]).Values.ShouldBeNear(-0.5f, 3, 9);
    }

    [Theory]
    [InlineData("Add", new float[] { 11, 22, 13, 24, 15, 26 })]
    [InlineData("Sub", new float[] { -9, -18, -7, -16, -5, -14 })]
    [InlineData("Mul", new float[] { 10, 40, 30, 80, 50, 120 })]
    [InlineData("Div", new[] { 0.1f, 0.1f, 0.3f, 0.2f, 0.5f, 0.3f })]
    public void A_row_is_repeated_along_a_table(string name, float[] wanted) =>
        Run(Model().Reals("b", [2], 10, 20).Node(name, ["x", "b"], "y"), [3, 2], Count(6)).Values
            .ShouldBeNear(wanted);

    [Fact]
    public void Every_way_of_repeating_gives_what_counting_one_by_one_gives()
    {
        int[][] shapes =
            [[1], [5], [3, 1], [3, 5], [2, 1, 1], [2, 3, 1], [2, 1, 5], [2, 3, 5], [1, 2, 3, 5], [1, 1, 1]];
        foreach (var a in shapes)
        {
            foreach (var b in shapes)
            {
                var (x, s) = (Count(Size(a)), Count(Size(b)));
                var (values, dims) = Run(Model().Reals("s", b, s).Node("Sub", ["x", "s"], "y"), a, x);
                for (var i = 0; i < values.Length; i++)
                {
                    var wanted = x[Place(i, dims, a)] - s[Place(i, dims, b)];
                    values[i].ShouldBe(wanted, $"{string.Join('×', a)} − {string.Join('×', b)}");
                }
            }
        }
    }

    [Theory]
    [InlineData(new[] { 2, 1, 1 })]
    [InlineData(new[] { 2 })]
    public void PRelu_has_a_slope_for_each_channel(int[] dims) =>
        Run(Model().Reals("s", dims, 0.5f, 0.1f).Node("PRelu", ["x", "s"], "y"), [1, 2, 1, 2], [-2, 4, -10, 3]).Values
            .ShouldBeNear(-1, 4, -1, 3);

    [Fact]
    public void BatchNormalization_is_a_factor_and_an_offset_for_each_channel()
    {
        var model = Model().Reals("scale", [2], 2, 1).Reals("bias", [2], 1, 0).Reals("mean", [2], 3, 0)
            .Reals("variance", [2], 4, 1)
            .Node("BatchNormalization", ["x", "scale", "bias", "mean", "variance"], "y", ("epsilon", 0f));
        Run(model, [1, 2, 1, 2], [3, 5, 7, 9]).Values.ShouldBeNear(1, 3, 7, 9);
        Run(model, [1, 2], [5, 9]).Values.ShouldBeNear(3, 9);
    }

    [Theory]
    [InlineData(0, new float[] { 10, 25, 16, 39 })]
    [InlineData(1, new float[] { 14, 23, 22, 35 })]
    public void Gemm_multiplies_by_a_matrix_as_it_is_or_turned(long turned, float[] wanted)
    {
        var model = Model().Reals("w", [2, 2], 1, 3, 2, 4).Reals("c", [2], 0, 1)
            .Node("Gemm", ["x", "w", "c"], "y", ("transB", turned), ("alpha", 2f), ("beta", 3f));
        Run(model, [2, 2], [1, 2, 2, 3]).Values.ShouldBeNear(wanted);
    }

    [Fact]
    public void MatMul_multiplies_every_row()
    {
        var (values, dims) = Run(
            Model().Reals("w", [2, 3], Count(6)).Node("MatMul", ["x", "w"], "y"), [1, 2, 2], [1, 0, 1, 1]);
        values.ShouldBeNear(1, 2, 3, 5, 7, 9);
        dims.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Softmax_goes_along_one_axis_since_opset_13_and_along_all_behind_before()
    {
        var model = Model().Node("Softmax", ["x"], "y", ("axis", 1L));
        Run(model, [1, 2, 2], [0, 0, 0, 0], opset: 13).Values.ShouldBeNear(0.5f, 0.5f, 0.5f, 0.5f);
        Run(model, [1, 2, 2], [0, 0, 0, 0], opset: 12).Values.ShouldBeNear(0.25f, 0.25f, 0.25f, 0.25f);
    }

    [Fact]
    public void Reshaping_names_the_same_numbers_anew()
    {
        var reshape = Model().Integers("s", 0, -1, 2).Node("Reshape", ["x", "s"], "y");
        Run(reshape, [1, 4, 2, 3], Count(24)).Dims.ShouldBe([1, 12, 2]);
        Run(Model().Node("Flatten", ["x"], "y"), [2, 3, 4], Count(24)).Dims.ShouldBe([2, 12]);
        Run(Model().Node("Squeeze", ["x"], "y", ("axes", new[] { -1L })), [2, 1, 1], [1, 2]).Dims.ShouldBe([2, 1]);
        Run(Model().Integers("a", 0, 3).Node("Unsqueeze", ["x", "a"], "y"), [2, 3], Count(6), opset: 13).Dims
            .ShouldBe([1, 2, 3, 1]);
    }

    [Fact]
    public void Transpose_and_Concat_move_numbers()
    {
        var (turned, dims) = Run(
            Model().Node("Transpose", ["x"], "y", ("perm", new[] { 0L, 2, 3, 1 })), [1, 2, 2, 2], Count(8));
        turned.ShouldBeNear(1, 5, 2, 6, 3, 7, 4, 8);
        dims.ShouldBe([1, 2, 2, 2]);
        var joined = Model().Reals("z", [2, 1], 8, 9).Node("Concat", ["x", "z", "x"], "y", ("axis", 1L));
        Run(joined, [2, 2], Count(4)).Values.ShouldBeNear(1, 2, 8, 1, 2, 3, 4, 9, 3, 4);
    }

    [Fact]
    public void Resize_repeats_pixels_whether_it_is_told_scales_or_sizes()
    {
        float[] wanted = [1, 1, 2, 2, 1, 1, 2, 2];
        (string, object)[] floor = [("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")];
        var scales = Model().Reals("s", [4], 1, 1, 2, 2).Node("Resize", ["x", "", "s"], "y", floor);
        Run(scales, [1, 1, 1, 2], [1, 2]).Values.ShouldBeNear(wanted);
        var sizes = Model().Integers("s", 1, 1, 2, 4).Node("Resize", ["x", "", "", "s"], "y");
        Run(sizes, [1, 1, 1, 2], [1, 2]).Values.ShouldBeNear(wanted);
        var old = Model().Reals("s", [4], 1, 1, 2, 2).Node("Upsample", ["x", "s"], "y", ("mode", "nearest"));
        Run(old, [1, 1, 1, 2], [1, 2], opset: 9).Values.ShouldBeNear(wanted);
    }

    [Fact]
    public void Constants_are_read_from_both_fields_that_may_hold_them() =>
        Run(Model().PackedReals("b", [2], 1, 2).Node("Add", ["x", "b"], "y"), [2], [1, 1]).Values.ShouldBeNear(2, 3);

    private static int Size(int[] dims) => dims.Aggregate(1, (size, dim) => size * dim);

    /// <summary>Where the number at a place of the result is in a tensor that is repeated.</summary>
    private static int Place(int at, int[] dims, int[] of)
    {
        var (place, step) = (0, 1);
        for (var i = dims.Length - 1; i >= 0; i--)
        {
            var axis = i - dims.Length + of.Length;
            var index = at % dims[i];
            at /= dims[i];
            if (axis < 0) continue;
            place += (of[axis] == 1 ? 0 : index) * step;
            step *= of[axis];
        }

        return place;
    }
}
