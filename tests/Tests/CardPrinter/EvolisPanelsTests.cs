using FsCheck;
using FsCheck.Fluent;
using KioskSuite.CardPrinter.Evolis;
using KioskSuite.Devices;
using KioskSuite.Tests.Contracts;

namespace KioskSuite.Tests.CardPrinter;

public sealed class EvolisPanelsTests
{
    [Fact]
    public void Panels_have_the_sizes_that_the_head_expects()
    {
        var panels = EvolisPanels.Split(TestFaces.Blank());
        new[] { panels.Yellow.Length, panels.Magenta.Length, panels.Cyan.Length, panels.Black.Length }
            .ShouldBe([576_072, 576_072, 576_072, 82_296]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_quantised_face_comes_back_dot_by_dot(int seed)
    {
        var face = EvolisPanels.Quantise(TestFaces.Random(seed));
        Same(EvolisPanels.Join(EvolisPanels.Split(face)), face);
    }

    [Fact]
    public void Any_face_comes_back_as_what_the_head_can_print()
    {
        var face = TestFaces.Random(4);
        Same(EvolisPanels.Join(EvolisPanels.Split(face)), EvolisPanels.Quantise(face));
        Same(EvolisPanels.Quantise(EvolisPanels.Quantise(face)), EvolisPanels.Quantise(face));
    }

    [Theory]
    [InlineData(0, 647, 0, 128)]
    [InlineData(0, 646, 0, 64)]
    [InlineData(0, 0, 80, 1)]
    [InlineData(1, 647, 81, 128)]
    [InlineData(1015, 0, 82_295, 1)]
    public void The_left_column_is_the_first_line_and_its_bottom_the_first_bit(int column, int row, int at, int value)
    {
        var face = TestFaces.Blank();
        face.Put(column, row, 0, 0, 0);
        var black = EvolisPanels.Split(face).Black;
        ((int)black[at]).ShouldBe(value);
        black.Count(b => b != 0).ShouldBe(1);
    }

    [Fact]
    public void Pure_black_is_printed_by_K_alone()
    {
        var face = TestFaces.Blank();
        face.Put(500, 300, 0, 0, 0);
        var panels = EvolisPanels.Split(face);
        new[] { panels.Yellow, panels.Magenta, panels.Cyan }.ShouldAllBe(p => p.All(b => b == 0));
    }

    [Fact]
    public void Inks_are_the_complements_of_the_colours()
    {
        var face = TestFaces.Blank();
        face.Put(0, 647, 0, 255, 255);
        face.Put(0, 646, 255, 0, 255);
        face.Put(0, 645, 255, 255, 0);
        var panels = EvolisPanels.Split(face);
        Convert.ToHexString(panels.Cyan, 0, 3).ShouldBe("FE0000");
        Convert.ToHexString(panels.Magenta, 0, 3).ShouldBe("01FC00");
        Convert.ToHexString(panels.Yellow, 0, 3).ShouldBe("0003F8");
        panels.Black.ShouldAllBe(b => b == 0);
    }

    [Fact]
    public void The_sample_lines_compress_to_the_documented_bytes()
    {
        var plane = new byte[3 * EvolisRuns.Line];
        plane.AsSpan(EvolisRuns.Line, EvolisRuns.Line).Fill(0xFF);
        (plane[162], plane[164]) = (0xFF, 0x80);
        var data = EvolisRuns.Compress(plane);
        Convert.ToHexString(data).ShouldBe("00FF03FF0080");
        EvolisRuns.Expand(data, 3).Value.ShouldBe(plane);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00FF")]
    [InlineData("00FF03FF00")]
    [InlineData("00FF52FF00")]
    [InlineData("00FF03FF008000")]
    public void Lines_that_are_wrong_or_do_not_end_with_the_data_are_garbage(string hex) =>
        EvolisRuns.Expand(Convert.FromHexString(hex), 3).Failure!.Fault.ShouldBe(DeviceFault.Garbage);

    [Fact]
    public void Any_plane_survives_compression() => Prop.ForAll(
        Arb.From(Gen.Choose(0, 3).SelectMany(
            kind => Gen.Choose(0, 255).ArrayOf(EvolisRuns.Line).Select(line => Line(kind, line))).ArrayOf(9)),
        lines =>
        {
            var plane = lines.SelectMany(l => l).ToArray();
            var data = EvolisRuns.Compress(plane);
            return data.Length <= 9 * 82 && EvolisRuns.Expand(data, 9).Value.AsSpan().SequenceEqual(plane);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Random_bytes_expand_or_are_garbage() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes => EvolisRuns.Expand(bytes, 4) is var plane && (!plane.Ok || plane.Value.Length == 4 * EvolisRuns.Line))
        .QuickCheckThrowOnFailure();

    private static byte[] Line(int kind, int[] values) => kind switch
    {
        0 => new byte[EvolisRuns.Line],
        1 => Enumerable.Repeat(byte.MaxValue, EvolisRuns.Line).ToArray(),
        _ => values.Select((v, i) => i < values[0] % EvolisRuns.Line ? (byte)v : (byte)0).ToArray(),
    };

    private static void Same(CardImage one, CardImage other) =>
        one.Rgb.AsSpan().SequenceEqual(other.Rgb).ShouldBeTrue("some dot differs");
}
