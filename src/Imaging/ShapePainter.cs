using static KioskSuite.Imaging.NativeDrawing;

namespace KioskSuite.Imaging;

/// <summary>Paints the coloured design of a layout.</summary>
internal static class ShapePainter
{
    /// <summary>Dots between two points of a wave line.</summary>
    private const double Step = 6;

    public static void Paint(Context context, Shape shape)
    {
        switch (shape)
        {
            case Plate plate:
                Outline(context, plate.Box, plate.Radius);
                Fill(context, plate.Fill);
                break;
            case Disc disc:
                Paint(context, disc);
                break;
            case Ridge ridge:
                Outline(context, ridge);
                Fill(context, ridge.Fill);
                break;
            case Waves waves:
                Paint(context, waves);
                break;
            case Rosette rosette:
                Paint(context, rosette);
                break;
            default:
                throw new Devices.InvariantException($"no painter for {shape.GetType().Name}");
        }
    }

    private static void Paint(Context context, Disc disc)
    {
        using var pattern = cairo_pattern_create_radial(
            disc.Centre.X, disc.Centre.Y, 0, disc.Centre.X, disc.Centre.Y, disc.Radius);
        Add(pattern, disc.Stops);
        cairo_set_source(context, pattern);
        cairo_new_sub_path(context);
        cairo_arc(context, disc.Centre.X, disc.Centre.Y, disc.Radius, 0, Math.Tau);
        cairo_fill(context);
    }

    private static void Paint(Context context, Waves waves)
    {
        var box = waves.Box;
        cairo_save(context);
        cairo_rectangle(context, box.X, box.Y, box.Width, box.Height);
        cairo_clip(context);
        for (var line = 0; line < waves.Count; line++)
        {
            var middle = box.Y + (box.Height * (line + 0.5) / waves.Count);
            for (var x = 0.0; x <= box.Width + Step; x += Step)
            {
                var angle = ((x + (line * waves.Shift)) * Math.Tau / waves.Length) % Math.Tau;
                cairo_line_to(context, box.X + x, middle + (waves.Amplitude * Math.Sin(angle)));
            }

            Stroke(context, waves.Stroke, waves.Thickness);
        }

        cairo_restore(context);
    }

    private static void Paint(Context context, Rosette rosette)
    {
        for (var petal = 0; petal < rosette.Petals; petal++)
        {
            cairo_save(context);
            cairo_translate(context, rosette.Centre.X, rosette.Centre.Y);
            cairo_rotate(context, Math.PI * petal / rosette.Petals);
            cairo_scale(context, rosette.Radius, rosette.Radius * rosette.Slimness);
            cairo_new_sub_path(context);
            cairo_arc(context, 0, 0, 1, 0, Math.Tau);
            // The path is kept in dots: the line's thickness must not be scaled with it.
            cairo_restore(context);
            Stroke(context, rosette.Stroke, rosette.Thickness);
        }
    }

    private static void Outline(Context context, Box box, double radius)
    {
        var (left, top) = (box.X + radius, box.Y + radius);
        var (right, bottom) = (box.X + box.Width - radius, box.Y + box.Height - radius);
        cairo_new_sub_path(context);
        cairo_arc(context, right, top, radius, -Math.PI / 2, 0);
        cairo_arc(context, right, bottom, radius, 0, Math.PI / 2);
        cairo_arc(context, left, bottom, radius, Math.PI / 2, Math.PI);
        cairo_arc(context, left, top, radius, Math.PI, Math.PI * 1.5);
        cairo_close_path(context);
    }

    /// <summary>Straight lines, or curves with the tangents of Catmull and Rom.</summary>
    private static void Outline(Context context, Ridge ridge)
    {
        var line = ridge.Line;
        cairo_move_to(context, line[0].X, line[0].Y);
        for (var i = 1; i < line.Count; i++)
        {
            var (from, to) = (line[i - 1], line[i]);
            var (before, after) = (line[Math.Max(i - 2, 0)], line[Math.Min(i + 1, line.Count - 1)]);
            if (!ridge.Smooth) (before, after) = (from, to);
            cairo_curve_to(
                context,
                from.X + ((to.X - before.X) / 6),
                from.Y + ((to.Y - before.Y) / 6),
                to.X - ((after.X - from.X) / 6),
                to.Y - ((after.Y - from.Y) / 6),
                to.X,
                to.Y);
        }

        cairo_line_to(context, line[^1].X, ridge.Floor);
        cairo_line_to(context, line[0].X, ridge.Floor);
        cairo_close_path(context);
    }

    private static void Fill(Context context, Gradient gradient)
    {
        using var pattern = ToPattern(gradient);
        cairo_set_source(context, pattern);
        cairo_fill(context);
    }

    private static void Stroke(Context context, Gradient gradient, double thickness)
    {
        using var pattern = ToPattern(gradient);
        cairo_set_source(context, pattern);
        cairo_set_line_width(context, thickness);
        cairo_stroke(context);
    }

    private static Pattern ToPattern(Gradient gradient)
    {
        var (from, to) = (gradient.From, gradient.To);
        var pattern = cairo_pattern_create_linear(from.X, from.Y, to.X, to.Y);
        Add(pattern, gradient.Stops);
        return pattern;
    }

    private static void Add(Pattern pattern, IReadOnlyList<Stop> stops)
    {
        const double Full = byte.MaxValue;
        foreach (var (at, colour) in stops)
        {
            cairo_pattern_add_color_stop_rgba(
                pattern, at, colour.Red / Full, colour.Green / Full, colour.Blue / Full, colour.Alpha / Full);
        }
    }
}
