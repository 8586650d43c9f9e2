using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using static KioskSuite.Imaging.NativeDrawing;

namespace KioskSuite.Imaging;

/// <summary>Sets one line of text with Pango: measured against its box, drawn black without grey edges.</summary>
/// <remarks>Pure black goes to the black panel of the ribbon; grey edges would come out as a halo of dye.</remarks>
internal sealed class TextPainter(Context context, string family)
{
    private const double ShrinkStep = 1;
    private const int ObjectReplacement = '\uFFFC';

    private static readonly FrozenSet<UnicodeCategory> Refused = FrozenSet.Create(
        UnicodeCategory.Control,
        UnicodeCategory.Format,
        UnicodeCategory.Surrogate,
        UnicodeCategory.PrivateUse,
        UnicodeCategory.LineSeparator,
        UnicodeCategory.ParagraphSeparator);

    /// <summary>True when the family itself is installed, not only something in its place.</summary>
    public bool HasFont()
    {
        using var layout = pango_cairo_create_layout(context);
        using var wanted = Describe(Weight.Regular, 12);
        using var font = pango_context_load_font(pango_layout_get_context(layout), wanted);
        if (font.IsInvalid) return false;
        using var found = pango_font_describe(font);
        return Marshal.PtrToStringUTF8(pango_font_description_get_family(found)) == family;
    }

    /// <summary>Draws the text, or with <paramref name="draw"/> false only tells what would happen.</summary>
    public ImagingStatus Set(TextPlace place, ReadOnlySpan<byte> utf8, bool draw)
    {
        if (!Printable(utf8)) return ImagingStatus.GlyphMissing;
        using var layout = CreateLayout(place.Spacing, utf8);
        for (var size = place.Size; size >= place.Smallest; size -= ShrinkStep)
        {
            using var description = Describe(place.Weight, size);
            pango_layout_set_font_description(layout, description);
            if (pango_layout_get_unknown_glyphs_count(layout) > 0) return ImagingStatus.GlyphMissing;
            pango_layout_get_pixel_extents(layout, out var ink, out _);
            if (ink.Width <= 0 || ink.Height <= 0) return ImagingStatus.GlyphMissing;
            var x = Left(place, ink);
            var y = place.Baseline - (pango_layout_get_baseline(layout) / (double)PangoScale);
            if (!Fits(place.Box, ink, x, y)) continue;
            if (draw) Draw(layout, x, y);
            return ImagingStatus.Ok;
        }

        return ImagingStatus.NameTooLong;
    }

    /// <summary>Well-formed, not empty, and nothing in it that leaves no ink or changes direction.</summary>
    private static bool Printable(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return false;
        while (!utf8.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(utf8, out var rune, out var used) != OperationStatus.Done) return false;
            var category = Rune.GetUnicodeCategory(rune);
            if (rune == Rune.ReplacementChar || rune.Value == ObjectReplacement) return false;
            if (Refused.Contains(category)) return false;
            utf8 = utf8[used..];
        }

        return true;
    }

    private unsafe Layout CreateLayout(double spacing, ReadOnlySpan<byte> utf8)
    {
        var layout = pango_cairo_create_layout(context);
        using var options = cairo_font_options_create();
        cairo_font_options_set_antialias(options, AntialiasNone);
        cairo_font_options_set_hint_style(options, HintStyleNone);
        cairo_font_options_set_hint_metrics(options, HintMetricsOff);
        pango_cairo_context_set_font_options(pango_layout_get_context(layout), options);
        pango_layout_context_changed(layout);
        using var attributes = pango_attr_list_new();
        pango_attr_list_insert(attributes, pango_attr_fallback_new(enable: false));
        pango_attr_list_insert(attributes, pango_attr_letter_spacing_new((int)(spacing * PangoScale)));
        pango_layout_set_attributes(layout, attributes);
        pango_layout_set_single_paragraph_mode(layout, single: true);
        fixed (byte* text = utf8)
        {
            pango_layout_set_text(layout, text, utf8.Length);
        }

        return layout;
    }

    private FontDescription Describe(Weight weight, double size)
    {
        var description = pango_font_description_new();
        pango_font_description_set_family(description, family);
        pango_font_description_set_weight(description, (int)weight);
        pango_font_description_set_absolute_size(description, size * PangoScale);
        return description;
    }

    /// <summary>Aligns the ink, not the advance, so that left edges of different sizes stand in one line.</summary>
    private static double Left(TextPlace place, PangoRectangle ink)
    {
        var room = place.Box.Width - ink.Width;
        var shift = place.Align switch { Align.Left => 0, Align.Centre => Math.Floor(room / 2), _ => room };
        return place.Box.X + shift - ink.X;
    }

    private static bool Fits(Box box, PangoRectangle ink, double x, double y) =>
        x + ink.X >= box.X && x + ink.X + ink.Width <= box.X + box.Width
        && Math.Floor(y) + ink.Y >= box.Y && Math.Ceiling(y) + ink.Y + ink.Height <= box.Y + box.Height;

    private void Draw(Layout layout, double x, double y)
    {
        cairo_set_source_rgb(context, 0, 0, 0);
        cairo_move_to(context, x, y);
        pango_cairo_show_layout(context, layout);
    }
}
