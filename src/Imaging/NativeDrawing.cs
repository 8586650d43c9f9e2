using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KioskSuite.Imaging;

/// <summary>What card faces need of Cairo 1.16, Pango 1.50, GObject and GLib; names are the libraries' own.</summary>
internal static partial class NativeDrawing
{
    private const string Cairo = "libcairo.so.2";
    private const string PangoCairo = "libpangocairo-1.0.so.0";
    private const string Pango = "libpango-1.0.so.0";
    private const string GObject = "libgobject-2.0.so.0";
    private const string GLib = "libglib-2.0.so.0";

    /// <summary>Pango's units per dot.</summary>
    public const int PangoScale = 1024;

    /// <summary>CAIRO_FORMAT_RGB24: 32 bits per dot in the machine's order, upper 8 unused.</summary>
    public const int FormatRgb24 = 1;

    public const int AntialiasNone = 1;
    public const int HintStyleNone = 1;
    public const int HintMetricsOff = 1;

    [LibraryImport(Cairo)]
    public static unsafe partial Surface cairo_image_surface_create_for_data(
        byte* data, int format, int width, int height, int stride);

    [LibraryImport(Cairo)]
    public static partial void cairo_surface_flush(Surface surface);

    [LibraryImport(Cairo)]
    public static partial void cairo_surface_destroy(nint surface);

    [LibraryImport(Cairo)]
    public static partial Context cairo_create(Surface surface);

    [LibraryImport(Cairo)]
    public static partial void cairo_destroy(nint context);

    /// <summary>0 is success; any other value sticks to the context.</summary>
    [LibraryImport(Cairo)]
    public static partial int cairo_status(Context context);

    [LibraryImport(Cairo)]
    public static partial void cairo_save(Context context);

    [LibraryImport(Cairo)]
    public static partial void cairo_restore(Context context);

    [LibraryImport(Cairo)]
    public static partial void cairo_translate(Context context, double x, double y);

    [LibraryImport(Cairo)]
    public static partial void cairo_rotate(Context context, double radians);

    [LibraryImport(Cairo)]
    public static partial void cairo_scale(Context context, double x, double y);

    [LibraryImport(Cairo)]
    public static partial void cairo_move_to(Context context, double x, double y);

    [LibraryImport(Cairo)]
    public static partial void cairo_line_to(Context context, double x, double y);

    [LibraryImport(Cairo)]
    public static partial void cairo_curve_to(
        Context context, double x1, double y1, double x2, double y2, double x3, double y3);

    [LibraryImport(Cairo)]
    public static partial void cairo_arc(Context context, double x, double y, double radius, double from, double to);

    [LibraryImport(Cairo)]
    public static partial void cairo_new_sub_path(Context context);

    [LibraryImport(Cairo)]
    public static partial void cairo_close_path(Context context);

    [LibraryImport(Cairo)]
    public static partial void cairo_rectangle(Context context, double x, double y, double width, double height);

    [LibraryImport(Cairo)]
    public static partial void cairo_clip(Context context);

    [LibraryImport(Cairo)]
    public static partial void cairo_fill(Context context);

    [LibraryImport(Cairo)]
    public static partial void cairo_stroke(Context context);

    [LibraryImport(Cairo)]
    public static partial void cairo_set_line_width(Context context, double width);

    [LibraryImport(Cairo)]
    public static partial void cairo_set_source(Context context, Pattern pattern);

    [LibraryImport(Cairo)]
    public static partial void cairo_set_source_rgb(Context context, double red, double green, double blue);

    [LibraryImport(Cairo)]
    public static partial Pattern cairo_pattern_create_linear(double x0, double y0, double x1, double y1);

    [LibraryImport(Cairo)]
    public static partial Pattern cairo_pattern_create_radial(
        double x0, double y0, double radius0, double x1, double y1, double radius1);

    [LibraryImport(Cairo)]
    public static partial void cairo_pattern_add_color_stop_rgba(
        Pattern pattern, double at, double red, double green, double blue, double alpha);

    [LibraryImport(Cairo)]
    public static partial void cairo_pattern_destroy(nint pattern);

    [LibraryImport(Cairo)]
    public static partial FontOptions cairo_font_options_create();

    [LibraryImport(Cairo)]
    public static partial void cairo_font_options_set_antialias(FontOptions options, int antialias);

    [LibraryImport(Cairo)]
    public static partial void cairo_font_options_set_hint_style(FontOptions options, int style);

    [LibraryImport(Cairo)]
    public static partial void cairo_font_options_set_hint_metrics(FontOptions options, int metrics);

    [LibraryImport(Cairo)]
    public static partial void cairo_font_options_destroy(nint options);

    [LibraryImport(PangoCairo)]
    public static partial Layout pango_cairo_create_layout(Context context);

    [LibraryImport(PangoCairo)]
    public static partial void pango_cairo_context_set_font_options(nint pangoContext, FontOptions options);

    [LibraryImport(PangoCairo)]
    public static partial void pango_cairo_show_layout(Context context, Layout layout);

    /// <summary>Borrowed from the layout: never released.</summary>
    [LibraryImport(Pango)]
    public static partial nint pango_layout_get_context(Layout layout);

    [LibraryImport(Pango)]
    public static partial void pango_layout_context_changed(Layout layout);

    [LibraryImport(Pango)]
    public static unsafe partial void pango_layout_set_text(Layout layout, byte* utf8, int length);

    [LibraryImport(Pango)]
    public static partial void pango_layout_set_single_paragraph_mode(
        Layout layout, [MarshalAs(UnmanagedType.Bool)] bool single);

    [LibraryImport(Pango)]
    public static partial void pango_layout_set_font_description(Layout layout, FontDescription description);

    [LibraryImport(Pango)]
    public static partial void pango_layout_set_attributes(Layout layout, AttributeList attributes);

    [LibraryImport(Pango)]
    public static partial int pango_layout_get_unknown_glyphs_count(Layout layout);

    /// <summary>In Pango's units from the layout's top.</summary>
    [LibraryImport(Pango)]
    public static partial int pango_layout_get_baseline(Layout layout);

    [LibraryImport(Pango)]
    public static partial void pango_layout_get_pixel_extents(
        Layout layout, out PangoRectangle ink, out PangoRectangle logical);

    [LibraryImport(Pango)]
    public static partial FontDescription pango_font_description_new();

    [LibraryImport(Pango, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void pango_font_description_set_family(FontDescription description, string family);

    [LibraryImport(Pango)]
    public static partial void pango_font_description_set_weight(FontDescription description, int weight);

    [LibraryImport(Pango)]
    public static partial void pango_font_description_set_absolute_size(FontDescription description, double size);

    /// <summary>Borrowed from the description: never released.</summary>
    [LibraryImport(Pango)]
    public static partial nint pango_font_description_get_family(FontDescription description);

    [LibraryImport(Pango)]
    public static partial void pango_font_description_free(nint description);

    [LibraryImport(Pango)]
    public static partial Font pango_context_load_font(nint pangoContext, FontDescription description);

    [LibraryImport(Pango)]
    public static partial FontDescription pango_font_describe(Font font);

    [LibraryImport(Pango)]
    public static partial AttributeList pango_attr_list_new();

    /// <summary>The list owns the attribute from then on.</summary>
    [LibraryImport(Pango)]
    public static partial void pango_attr_list_insert(AttributeList list, nint attribute);

    [LibraryImport(Pango)]
    public static partial void pango_attr_list_unref(nint list);

    [LibraryImport(Pango)]
    public static partial nint pango_attr_fallback_new([MarshalAs(UnmanagedType.Bool)] bool enable);

    [LibraryImport(Pango)]
    public static partial nint pango_attr_letter_spacing_new(int spacing);

    [LibraryImport(GObject)]
    public static partial void g_object_unref(nint item);

    [LibraryImport(GLib)]
    private static unsafe partial void g_log_set_writer_func(
        delegate* unmanaged<int, nint, nuint, nint, int> writer, nint data, nint free);

    /// <summary>The libraries quote the text in some warnings; a name must not reach a log.</summary>
    public static unsafe void SilenceLibraries() => g_log_set_writer_func(&Swallow, 0, 0);

    [UnmanagedCallersOnly]
    private static int Swallow(int level, nint fields, nuint count, nint data) => 1;

    /// <summary>PangoRectangle.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PangoRectangle
    {
        public int X;
        public int Y;
        public int Width;
        public int Height;
    }

    /// <summary>A pointer that one of the libraries releases.</summary>
    public abstract class Handle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
    {
        protected abstract void Release(nint pointer);

        protected sealed override bool ReleaseHandle()
        {
            Release(handle);
            return true;
        }
    }

    public sealed class Surface : Handle
    {
        protected override void Release(nint pointer) => cairo_surface_destroy(pointer);
    }

    public sealed class Context : Handle
    {
        protected override void Release(nint pointer) => cairo_destroy(pointer);
    }

    public sealed class Pattern : Handle
    {
        protected override void Release(nint pointer) => cairo_pattern_destroy(pointer);
    }

    public sealed class FontOptions : Handle
    {
        protected override void Release(nint pointer) => cairo_font_options_destroy(pointer);
    }

    public sealed class Layout : Handle
    {
        protected override void Release(nint pointer) => g_object_unref(pointer);
    }

    public sealed class Font : Handle
    {
        protected override void Release(nint pointer) => g_object_unref(pointer);
    }

    public sealed class FontDescription : Handle
    {
        protected override void Release(nint pointer) => pango_font_description_free(pointer);
    }

    public sealed class AttributeList : Handle
    {
        protected override void Release(nint pointer) => pango_attr_list_unref(pointer);
    }
}
