using static KioskSuite.Tests.Imaging.Onnx.OnnxBench;

namespace KioskSuite.Tests.Imaging.Onnx;

/// <summary>Operators that look through a window.</summary>
public sealed class OnnxConvolutionTests
{
    [Fact]
    public void A_kernel_of_ones_sums_what_it_sees_and_zeros_lie_round_the_picture()
    {
        var model = Model().Reals("w", [1, 1, 3, 3], [1, 1, 1, 1, 1, 1, 1, 1, 1]).Reals("b", [1], 1)
            .Node("Conv", ["x", "w", "b"], "y", ("pads", new[] { 1L, 1, 1, 1 }));
        Run(model, [1, 1, 3, 3], Count(9)).Values.ShouldBeNear(13, 22, 17, 28, 46, 34, 25, 40, 29);
    }

    [Theory]
    [InlineData(1, 3, 8, 9, 17, 1, 1, 1, 0, 1)]
    [InlineData(2, 5, 5, 20, 16, 1, 1, 1, 0, 1)]
    [InlineData(3, 3, 7, 11, 19, 3, 3, 1, 1, 1)]
    [InlineData(4, 4, 6, 12, 33, 3, 5, 2, 2, 1)]
    [InlineData(5, 4, 4, 13, 21, 3, 3, 1, 2, 2)]
    [InlineData(6, 8, 8, 10, 18, 3, 3, 1, 1, 1, 8)]
    [InlineData(7, 8, 8, 15, 15, 3, 3, 2, 1, 1, 8)]
    [InlineData(8, 6, 9, 9, 14, 3, 2, 1, 1, 1, 3)]
    [InlineData(9, 4, 8, 9, 14, 3, 3, 1, 1, 1, 4)]
    [InlineData(10, 64, 3, 24, 31, 3, 3, 1, 1, 1)]
    public void Every_form_gives_what_adding_one_by_one_gives(
        int seed,
        int channels,
        int made,
        int height,
        int width,
        int down,
        int across,
        int stride,
        int pad,
        int dilation,
        int groups = 1)
    {
        var random = new Random(seed);
        var x = Numbers(random, channels * height * width);
        var w = Numbers(random, made * channels / groups * down * across);
        var bias = Numbers(random, made);
        var model = Model().Reals("w", [made, channels / groups, down, across], w).Reals("b", [made], bias)
            .Node(
                "Conv",
                ["x", "w", "b"],
                "y",
                ("strides", new[] { stride, (long)stride }),
                ("pads", new[] { pad, pad, pad, (long)pad }),
                ("dilations", new[] { dilation, (long)dilation }),
                ("group", (long)groups));
        var (values, dims) = Run(model, [1, channels, height, width], x);
        for (var i = 0; i < values.Length; i++)
        {
            var (o, r, c) = (i / dims[3] / dims[2], i / dims[3] % dims[2], i % dims[3]);
            var sum = (double)bias[o];
            for (var k = 0; k < channels / groups * down * across; k++)
            {
                var (channel, v, h) = (k / across / down, k / across % down, k % across);
                var (at, place) = ((r * stride) - pad + (v * dilation), (c * stride) - pad + (h * dilation));
                if (at < 0 || at >= height || place < 0 || place >= width) continue;
                channel += o / (made / groups) * (channels / groups);
                var weight = (double)w[(o * channels / groups * down * across) + k];
                sum += weight * x[(((channel * height) + at) * width) + place];
            }

            values[i].ShouldBe((float)sum, 1e-3f, $"number {i} of {string.Join('×', dims)}");
        }
    }

    [Fact]
    public void MaxPool_sees_the_largest_and_never_the_border()
    {
        (string, object)[] two = [("kernel_shape", new[] { 2L, 2 }), ("strides", new[] { 2L, 2 })];
        Run(Model().Node("MaxPool", ["x"], "y", two), [1, 1, 4, 4], Count(16)).Values.ShouldBeNear(6, 8, 14, 16);
        (string, object)[] wide = [("kernel_shape", new[] { 3L, 3 }), ("pads", new[] { 1L, 1, 1, 1 })];
        var below = Run(Model().Node("MaxPool", ["x"], "y", wide), [1, 1, 2, 2], [-4, -3, -2, -1]);
        below.Values.ShouldBeNear(-1, -1, -1, -1);
    }

    [Fact]
    public void MaxPool_may_round_its_size_up()
    {
        (string, object)[] up = [("kernel_shape", new[] { 2L, 2 }), ("strides", new[] { 2L, 2 }), ("ceil_mode", 1L)];
        var (values, dims) = Run(Model().Node("MaxPool", ["x"], "y", up), [1, 1, 3, 3], Count(9));
        dims.ShouldBe([1, 1, 2, 2]);
        values.ShouldBeNear(5, 6, 8, 9);
    }

    [Theory]
    [InlineData(0, 2.5f)]
    [InlineData(1, 1.1111111f)]
    public void AveragePool_counts_the_border_only_when_told(long counted, float corner)
    {
        (string, object)[] wide =
            [("kernel_shape", new[] { 3L, 3 }), ("pads", new[] { 1L, 1, 1, 1 }), ("count_include_pad", counted)];
        Run(Model().Node("AveragePool", ["x"], "y", wide), [1, 1, 2, 2], Count(4)).Values
            .ShouldBeNear(corner, corner, corner, corner);
    }

    [Fact]
    public void GlobalAveragePool_is_one_mean_for_each_channel() =>
        Run(Model().Node("GlobalAveragePool", ["x"], "y"), [1, 2, 2, 2], Count(8)).Values.ShouldBeNear(2.5f, 6.5f);

    private static float[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
}
