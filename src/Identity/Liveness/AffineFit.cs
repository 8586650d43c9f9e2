using KioskSuite.Devices;

namespace KioskSuite.Identity.Liveness;

/// <summary>
/// The affine motion that most points follow: least squares, repeated with Tukey's biweight so that a few points that
/// slipped do not pull it. x' = Xx·x + Xy·y + X0, y' likewise, both about the points' own middle.
/// </summary>
internal sealed record AffineFit(
    double MiddleX, double MiddleY, double Xx, double Xy, double X0, double Yx, double Yy, double Y0)
{
    private const int Rounds = 5;
    private const double TukeyInSigmas = 4.685;
    private const double SigmaOfMedian = 1.4826;

    /// <summary>Optical flow is not better than this, in widths of the face.</summary>
    private const double LeastSigma = 0.002;

    /// <summary>Least variance of the points across their line, in squares of the face's width.</summary>
    private const double LeastSpread = 1e-3;

    /// <summary>Smaller over larger stretch, 0 to 1: what a turn out of the picture's plane does to a plane.</summary>
    public double Aspect
    {
        get
        {
            var half = ((Xx * Xx) + (Xy * Xy) + (Yx * Yx) + (Yy * Yy)) / 2;
            var turned = (Xx * Yy) - (Xy * Yx);
            var rest = Math.Sqrt(Math.Max(0, (half * half) - (turned * turned)));
            return half + rest > 0 ? Math.Sqrt(Math.Max(0, half - rest) / (half + rest)) : 1;
        }
    }

    public (double X, double Y) Residual(TrackedPoint point)
    {
        var (x, y) = (point.StartX - MiddleX, point.StartY - MiddleY);
        return (point.X - ((Xx * x) + (Xy * y) + X0), point.Y - ((Yx * x) + (Yy * y) + Y0));
    }

    /// <summary>Null when the points lie on a line.</summary>
    public static AffineFit? Of(IReadOnlyList<TrackedPoint> points, double faceWidth)
    {
        var weights = Enumerable.Repeat(1d, points.Count).ToArray();
        AffineFit? fit = null;
        for (var round = 0; round < Rounds; round++)
        {
            if (Weighted(points, weights, LeastSpread * faceWidth * faceWidth) is not { } next)
            {
                return fit;
            }

            fit = next;
            double[] errors = [.. points.Select(point => Length(fit.Residual(point)))];
            var sigma = Math.Max(LeastSigma * faceWidth, SigmaOfMedian * FaceMotion.Median([.. errors]));
            for (var i = 0; i < weights.Length; i++)
            {
                var far = Math.Min(1, errors[i] / (TukeyInSigmas * sigma));
                weights[i] = Math.Pow(1 - (far * far), 2);
            }
        }

        return fit;
    }

    private static AffineFit? Weighted(IReadOnlyList<TrackedPoint> points, double[] weights, double leastSpread)
    {
        double sum = 0, mx = 0, my = 0, tx = 0, ty = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var (w, p) = (weights[i], points[i]);
            (sum, mx, my) = (sum + w, mx + (w * p.StartX), my + (w * p.StartY));
            (tx, ty) = (tx + (w * p.X), ty + (w * p.Y));
        }

        if (!(sum > 0))
        {
            return null;
        }

        (mx, my, tx, ty) = (mx / sum, my / sum, tx / sum, ty / sum);
        double xx = 0, xy = 0, yy = 0, ux = 0, uy = 0, vx = 0, vy = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var (w, x, y) = (weights[i] / sum, points[i].StartX - mx, points[i].StartY - my);
            var (u, v) = (points[i].X - tx, points[i].Y - ty);
            (xx, xy, yy) = (xx + (w * x * x), xy + (w * x * y), yy + (w * y * y));
            (ux, uy, vx, vy) = (ux + (w * u * x), uy + (w * u * y), vx + (w * v * x), vy + (w * v * y));
        }

        // Determinant over trace is about the smaller of the two variances.
        var det = (xx * yy) - (xy * xy);
        return det > leastSpread * (xx + yy)
            ? new(mx, my, ((ux * yy) - (uy * xy)) / det, ((uy * xx) - (ux * xy)) / det, tx,
                ((vx * yy) - (vy * xy)) / det, ((vy * xx) - (vx * xy)) / det, ty)
            : null;
    }

    private static double Length((double X, double Y) vector) =>
        Math.Sqrt((vector.X * vector.X) + (vector.Y * vector.Y));
}
