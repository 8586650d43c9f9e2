
namespace KioskSuite.Imaging;

/// <summary>Draws faces from the layouts in one folder. Lives in the child process; one call at a time.</summary>
internal sealed class FacePainter(string folder)
{
    private const int LayoutFileLimit = 256 * 1024;
    private readonly Dictionary<string, FaceLayout> _layouts = new(StringComparer.Ordinal);

    /// <summary>Loads what the first face would wait for: libraries, layouts, fonts.</summary>
    public void Warm()
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            Measure(new MeasureBody(Path.GetFileNameWithoutExtension(file), "A"u8.ToArray()));
        }
    }

    public ImagingStatus Measure(MeasureBody body)
    {
        var status = Find(body.Layout, out var layout);
        if (status != ImagingStatus.Ok) return status;
        using var canvas = new Canvas();
        var texts = new TextPainter(canvas.Context, layout.Font);
        if (!texts.HasFont()) return ImagingStatus.FontMissing;
        return texts.Set(layout.Name, body.Name.Span, draw: false);
    }

    /// <summary>The face as RGB when the status is Ok, else empty.</summary>
    public (ImagingStatus Status, byte[] Rgb) Draw(DrawBody body)
    {
        var status = Find(body.Layout, out var layout);
        if (status != ImagingStatus.Ok) return (status, []);
        if (layout.Version != body.Version) return (ImagingStatus.LayoutUnknown, []);
        if (!IsPan(body.Pan.Span) || !IsExpiry(body.Expiry.Span)) return (ImagingStatus.BadRequest, []);
        using var canvas = new Canvas();
        foreach (var shape in layout.Shapes) ShapePainter.Paint(canvas.Context, shape);
        status = DrawTexts(layout, body, new TextPainter(canvas.Context, layout.Font));
        if (status != ImagingStatus.Ok) return (status, []);
        return canvas.Sound ? (ImagingStatus.Ok, canvas.ToRgb()) : (ImagingStatus.Failed, []);
    }

    private static ImagingStatus DrawTexts(FaceLayout layout, DrawBody body, TextPainter texts)
    {
        if (!texts.HasFont()) return ImagingStatus.FontMissing;
        foreach (var (text, place) in layout.Texts)
        {
            if (texts.Set(place, System.Text.Encoding.UTF8.GetBytes(text), draw: true) != ImagingStatus.Ok)
            {
                return ImagingStatus.LayoutInvalid;
            }
        }

        Span<byte> grouped = stackalloc byte[32];
        grouped = grouped[..Group(body.Pan.Span, grouped)];
        var pan = texts.Set(layout.Pan, grouped, draw: true);
        grouped.Clear();
        var expiry = texts.Set(layout.Expiry, body.Expiry.Span, draw: true);
        if (pan != ImagingStatus.Ok || expiry != ImagingStatus.Ok) return ImagingStatus.LayoutInvalid;
        return texts.Set(layout.Name, body.Name.Span, draw: true);
    }

    /// <summary>Groups of four from the left, as on every card: 6217 0000 0000 0000 123.</summary>
    private static int Group(ReadOnlySpan<byte> pan, Span<byte> grouped)
    {
        var length = 0;
        for (var i = 0; i < pan.Length; i++)
        {
            if (i > 0 && i % 4 == 0) grouped[length++] = (byte)' ';
            grouped[length++] = pan[i];
        }

        return length;
    }

    private static bool IsPan(ReadOnlySpan<byte> pan) => pan.Length is >= 12 and <= 19 && AllDigits(pan);

    private static bool IsExpiry(ReadOnlySpan<byte> expiry) =>
        expiry.Length == 5 && expiry[2] == '/' && AllDigits(expiry[..2]) && AllDigits(expiry[3..]);

    private static bool AllDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private ImagingStatus Find(string id, out FaceLayout layout)
    {
        layout = null!;
        if (!IsLayoutId(id)) return ImagingStatus.BadRequest;
        if (_layouts.TryGetValue(id, out var known))
        {
            layout = known;
            return ImagingStatus.Ok;
        }

        var file = new FileInfo(Path.Combine(folder, id + ".json"));
        if (!file.Exists) return ImagingStatus.LayoutUnknown;
        if (file.Length > LayoutFileLimit) return ImagingStatus.LayoutInvalid;
        var parsed = FaceLayout.Parse(File.ReadAllBytes(file.FullName), out _);
        if (parsed is null || parsed.Id != id) return ImagingStatus.LayoutInvalid;
        _layouts.Add(id, layout = parsed);
        return ImagingStatus.Ok;
    }

    private static bool IsLayoutId(string id) => id.Length is >= 1 and <= 40
        && id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
