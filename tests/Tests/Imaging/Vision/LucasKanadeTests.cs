using System.Numerics;
using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Imaging.Vision;

namespace KioskSuite.Tests.Imaging.Vision;

/// <summary>A pattern is shifted by a known part of a pixel; the flow has to say by which.</summary>
public sealed class LucasKanadeTests
{
    private const int Width = 160;
    private const int Height = 128;
    private static readonly Vector2[] s_starts =
        [.. Enumerable.Range(0, 12).Select(i => new Vector2(45 + (i % 4 * 23.3f), 42 + (i / 4 * 21.7f)))];

    [Fact]
    public void Any_shift_of_up_to_8_pixels_is_told_to_a_quarter_of_a_pixel()
    {
        var flow = new LucasKanade();
        var shifts = Gen.Choose(-800, 800).Select(hundredths => hundredths / 100.0).ToArbitrary();
        Prop.ForAll(shifts, shifts, (x, y) =>
        {
            var (ends, found) = Follow(flow, Wallpaper.Gray(Width, Height), Wallpaper.Gray(Width, Height, x, y));
            var shift = new Vector2((float)x, (float)y);
            var wrong = ends.Where((end, i) => found[i] && Vector2.Distance(end - s_starts[i], shift) > 0.25f);
            return found.Count(true) >= 8 && !wrong.Any();
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_change_of_light_alone_moves_no_point()
    {
        var light = Wallpaper.Gray(Width, Height, light: 25);
        var (ends, found) = Follow(new LucasKanade(), Wallpaper.Gray(Width, Height), light);
        found.Count(true).ShouldBeGreaterThan(s_starts.Length - 2, "one start lies on even ground");
        ends.Select((end, i) => Vector2.Distance(end, s_starts[i])).Max().ShouldBeLessThan(0.1f);
    }

    [Fact]
    public void What_the_stack_held_before_loses_no_point()
    {
        var (from, to) = (Wallpaper.Gray(Width, Height), Wallpaper.Gray(Width, Height, 1.5, -0.5));
        var (ends, found) = Follow(new LucasKanade(), from, to);
        Soil();
        var (again, foundAgain) = Follow(new LucasKanade(), from, to);
        foundAgain.ShouldBe(found);
        again.ShouldBe(ends);
    }

    [Fact]
    public void Nothing_is_followed_on_even_ground()
    {
        var even = new GrayPicture(Enumerable.Repeat((byte)90, Width * Height).ToArray(), Width, Height);
        Follow(new LucasKanade(), even, even).Found.ShouldAllBe(one => !one);
    }

    [Fact]
    public void Nothing_is_found_in_another_picture()
    {
        var other = Wallpaper.Gray(Width, Height, 3000, 1700);
        Follow(new LucasKanade(), Wallpaper.Gray(Width, Height), other).Found.Count(true).ShouldBeLessThan(3);
    }

    [Fact]
    public void Points_at_the_border_outside_it_and_nowhere_are_lost_and_stay_where_they_were()
    {
        Vector2[] starts =
        [
            new(0, 0), new(Width - 1, Height - 1), new(-50, 20), new(20, 1e9f), new(float.NaN, 3),
            new(float.PositiveInfinity, 3), new(-0.0f, float.MinValue), new(Width - 8.5f, 60), new(60, Height - 9.01f),
        ];
        var (ends, found) = (new Vector2[starts.Length], new bool[starts.Length]);
        var picture = Wallpaper.Gray(Width, Height);
        new LucasKanade().Follow(picture, picture, starts, ends, found);
        found.ShouldAllBe(one => !one);
        ends.ShouldBe(starts);
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(67, 65)]
    public void A_small_picture_has_no_room_for_the_smaller_levels_and_is_followed_all_the_same(int width, int height)
    {
        var (start, end, found) = (new Vector2[] { new(32, 31) }, new Vector2[1], new bool[1]);
        new LucasKanade().Follow(
            Wallpaper.Gray(width, height), Wallpaper.Gray(width, height, 1.25, -0.75), start, end, found);
        found[0].ShouldBeTrue();
        Vector2.Distance(end[0], new Vector2(33.25f, 30.25f)).ShouldBeLessThan(0.1f);
    }

    [Fact]
    public void A_second_picture_allocates_nothing()
    {
        var flow = new LucasKanade();
        var (from, to) = (Wallpaper.Gray(Width, Height), Wallpaper.Gray(Width, Height, 1, 2));
        var (ends, found) = (new Vector2[s_starts.Length], new bool[s_starts.Length]);
        flow.Follow(from, to, s_starts, ends, found);
        var before = GC.GetAllocatedBytesForCurrentThread();
        flow.Follow(from, to, s_starts, ends, found);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static (Vector2[] Ends, bool[] Found) Follow(LucasKanade flow, GrayPicture from, GrayPicture to)
    {
        var (ends, found) = (new Vector2[s_starts.Length], new bool[s_starts.Length]);
        flow.Follow(from, to, s_starts, ends, found);
        return (ends, found);
    }

    /// <summary>Leaves what is no number where the next call's variables will be.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Soil()
    {
        Span<float> left = stackalloc float[1 << 16];
        left.Fill(float.NaN);
        left.Contains(1).ShouldBeFalse();
    }
}
