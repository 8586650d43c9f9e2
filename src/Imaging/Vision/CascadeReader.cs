using System.Buffers.Binary;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace KioskSuite.Imaging.Vision;

/// <summary>Reads LBP cascades in OpenCV's XML form. What is not one is refused, not guessed at.</summary>
internal static class CascadeReader
{
    private const int MostBytes = 1024 * 1024;
    private const int MostDepth = 16;
    private const int MostStages = 64;
    private const int MostStumps = 2048;
    private const int MostRectangles = 4096;

    /// <summary>Sums of a block must fit 16 bits.</summary>
    private const int MostBlock = 257;

    /// <summary>Trained thresholds are sums of votes; a last digit must not decide.</summary>
    private const float Tolerance = 1e-5f;

    private static readonly char[] s_blanks = [' ', '\t', '\r', '\n'];

    /// <returns>The cascade, or null when the file is missing or is none.</returns>
    public static Cascade? ReadFile(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= MostBytes ? Read(File.ReadAllBytes(path)) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <returns>The cascade, or null when the bytes are none.</returns>
    public static Cascade? Read(ReadOnlyMemory<byte> xml)
    {
        if (xml.Length > MostBytes) return null;
        try
        {
            if (!IsShallow(xml)) return null;
            using var reader = Open(xml);
            return ReadCascade(XDocument.Load(reader).Root?.Element("cascade"));
        }
        catch (Exception damage) when (damage is XmlException or FormatException or OverflowException)
        {
            return null;
        }
    }

    private static XmlReader Open(ReadOnlyMemory<byte> xml) => XmlReader.Create(
        new MemoryStream(xml.ToArray()),
        new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = MostBytes,
            CloseInput = true,
        });

    private static bool IsShallow(ReadOnlyMemory<byte> xml)
    {
        using var reader = Open(xml);
        while (reader.Read())
        {
            if (reader.Depth > MostDepth) return false;
        }

        return true;
    }

    private static Cascade? ReadCascade(XElement? root)
    {
        if (root is null || Text(root, "stageType") != "BOOST" || Text(root, "featureType") != "LBP") return null;
        var (width, height) = (Number(root, "width"), Number(root, "height"));
        if (width is < 9 or > 100 || height is < 9 or > 100) return null;
        var rectangles = Items(root, "features").Select(item => Numbers(item, "rect")).ToList();
        var stages = new List<CascadeStage>();
        var stumps = new List<CascadeStump>();
        var subsets = new List<byte>();
        foreach (var item in Items(root, "stages"))
        {
            var before = stumps.Count;
            foreach (var weak in Items(item, "weakClassifiers"))
            {
                if (ReadStump(weak, rectangles, width, height, subsets) is not { } stump) return null;
                stumps.Add(stump);
            }

            var threshold = Decimal(Text(item, "stageThreshold")) - Tolerance;
            stages.Add(new CascadeStage(stumps.Count - before, threshold));
            if (stumps.Count == before || stumps.Count > MostStumps || stages.Count > MostStages) return null;
        }

        if (stages.Count == 0 || rectangles.Count > MostRectangles) return null;
        return new Cascade(width, height, [.. stages], [.. stumps], [.. subsets]);
    }

    /// <summary>Node: both leaves (0, -1), rectangle, eight words of subset. Leaves: inside, outside.</summary>
    private static CascadeStump? ReadStump(
        XElement weak, List<int[]> rectangles, int width, int height, List<byte> subsets)
    {
        var node = Numbers(weak, "internalNodes");
        if (node.Length != 11 || node[0] != 0 || node[1] != -1) return null;
        if (node[2] < 0 || node[2] >= rectangles.Count) return null;
        if (rectangles[node[2]] is not [var x, var y, var blockWidth, var blockHeight]) return null;
        if (x < 0 || y < 0 || blockWidth < 1 || blockHeight < 1) return null;
        if (blockWidth > width || blockHeight > height) return null;
        if (x > width - (3 * blockWidth) || y > height - (3 * blockHeight)) return null;
        if (blockWidth * blockHeight > MostBlock) return null;
        if (Words(weak, "leafValues") is not [var inside, var outside]) return null;
        Span<byte> word = stackalloc byte[sizeof(int)];
        foreach (var bits in node[3..])
        {
            BinaryPrimitives.WriteInt32LittleEndian(word, bits);
            subsets.AddRange(word);
        }

        return new CascadeStump(
            (byte)x, (byte)y, (byte)blockWidth, (byte)blockHeight, Decimal(inside), Decimal(outside));
    }

    private static IEnumerable<XElement> Items(XElement parent, string name) =>
        parent.Element(name)?.Elements("_") ?? [];

    private static string? Text(XElement parent, string name) => parent.Element(name)?.Value.Trim();

    private static string[] Words(XElement parent, string name) =>
        Text(parent, name)?.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static int[] Numbers(XElement parent, string name) =>
        [.. Words(parent, name).Select(Integer)];

    private static int Number(XElement parent, string name) => Numbers(parent, name) is [var one] ? one : -1;

    private static int Integer(string word) =>
        int.Parse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static float Decimal(string? word)
    {
        var value = float.Parse(word ?? string.Empty, NumberStyles.Float, CultureInfo.InvariantCulture);
        return float.IsFinite(value) ? value : throw new FormatException("not finite");
    }
}
