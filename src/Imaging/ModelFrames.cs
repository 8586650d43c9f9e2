using System.Text;
using KioskSuite.Imaging.Onnx;

namespace KioskSuite.Imaging;

/// <summary>What became of the models a site supplied; null where there is none or it is used.</summary>
public sealed record ModelReport(ModelRefusal? Detector, ModelRefusal? Matcher);

/// <summary>Data of <see cref="ImagingOperation.LoadModels"/>: two refusals.</summary>
/// <remarks>Each 64 bytes: problem (u8, 0 for none), length (u8) and text (printable ASCII), zeros.</remarks>
internal static class ModelReportData
{
    public const int Bytes = 2 * Each;

    private const int Each = 64;
    private const int MostText = Each - 2;

    public static byte[] Build(ModelReport report)
    {
        var data = new byte[Bytes];
        Write(report.Detector, data.AsSpan(0, Each));
        Write(report.Matcher, data.AsSpan(Each));
        return data;
    }

    /// <returns>Null for what no child says.</returns>
    public static ModelReport? Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length != Bytes) return null;
        return TryRead(data[..Each], out var detector) && TryRead(data[Each..], out var matcher)
            ? new ModelReport(detector, matcher)
            : null;
    }

    private static void Write(ModelRefusal? refusal, Span<byte> to)
    {
        if (refusal is null) return;
        to[0] = (byte)refusal.Problem;
        var length = Math.Min(refusal.Said.Length, MostText);
        to[1] = (byte)length;
        for (var i = 0; i < length; i++)
        {
            to[2 + i] = (byte)(refusal.Said[i] is >= ' ' and <= '~' ? refusal.Said[i] : '?');
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> from, out ModelRefusal? refusal)
    {
        refusal = null;
        if (!Enum.IsDefined((ModelProblem)from[0]) || from[1] > MostText) return false;
        var text = from.Slice(2, from[1]);
        if (text.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return false;
        if (from[0] != 0) refusal = new ModelRefusal((ModelProblem)from[0], Encoding.ASCII.GetString(text));
        return true;
    }
}
