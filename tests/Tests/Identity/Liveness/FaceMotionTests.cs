using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;

namespace KioskSuite.Tests.Identity.Liveness;

public sealed class FaceMotionTests
{
    private const double Width = 140;
    private static readonly LivenessRules s_rules = new();

    [Fact]
    public void No_motion_of_a_plane_looks_like_depth()
    {
        var linear = Gen.Choose(-40, 40).Select(n => n / 100.0);
        var motions =
            from xx in linear
            from xy in linear
            from yx in linear
            from yy in linear
            from dx in Gen.Choose(-100, 100)
            from dy in Gen.Choose(-100, 100)
            select (Xx: 1 + xx, Xy: xy, Yx: yx, Yy: 1 + yy, Dx: dx, Dy: dy);
        Prop.ForAll(motions.ToArbitrary(), m =>
        {
            var points = HeadPoints.Project(0, 1, Width, 240, 180).Select(point => point with
            {
                X = (float)((m.Xx * point.StartX) + (m.Xy * point.StartY) + m.Dx),
                Y = (float)((m.Yx * point.StartX) + (m.Yy * point.StartY) + m.Dy),
            });
            return Math.Abs(FaceMotion.Of([.. points], Width)!.Parallax) < s_rules.Straight * s_rules.Parallax;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_head_turned_by_more_than_15_degrees_shows_depth_towards_its_side()
    {
        var turns =
            from degrees in Gen.Choose(16, 32)
            from left in Gen.Elements(1, -1)
            from width in Gen.Choose(80, 220)
            from slips in Gen.Choose(0, HeadPoints.All.Length - 1)
            select (Yaw: left * degrees * Math.PI / 180, Width: width, Slips: slips);
        Prop.ForAll(turns.ToArbitrary(), turn =>
        {
            var points = HeadPoints.Project(turn.Yaw, 1, turn.Width, 240, 180).ToList();
            var slipped = points[turn.Slips];
            points[turn.Slips] = slipped with { X = slipped.X + 15, Y = slipped.Y - 9 };
            var motion = FaceMotion.Of(points, turn.Width)!;
            return Math.Abs(motion.Parallax) >= s_rules.Parallax && Math.Sign(motion.Parallax) == Math.Sign(turn.Yaw);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_turned_sheet_is_foreshortened_and_shows_no_depth()
    {
        var motion = FaceMotion.Of([.. HeadPoints.Project(0.45, 0, Width, 240, 180)], Width)!;
        motion.Parallax.ShouldBe(0, 0.001);
        motion.Aspect.ShouldBe(Math.Cos(0.45), 0.01);
    }

    [Fact]
    public void Too_few_points_or_points_on_a_line_measure_nothing()
    {
        FaceMotion.Of([], Width).ShouldBeNull();
        var lost = HeadPoints.Project(0.4, 1, Width, 240, 180)
            .Select(point => point with { Found = point.Group != PointGroup.Nose });
        FaceMotion.Of([.. lost], Width).ShouldBeNull();
        var line = HeadPoints.Project(0.4, 1, Width, 240, 180).Select(point => point with { StartY = 100, Y = 100 });
        FaceMotion.Of([.. line], Width).ShouldBeNull();
        FaceMotion.Of([.. HeadPoints.Project(0.4, 1, Width, 240, 180)], 0).ShouldBeNull();
    }
}
