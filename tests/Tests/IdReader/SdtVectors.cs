using KioskSuite.IdReader.Sdt;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Tests.IdReader;

/// <summary>The vectors in <c>sdt-vectors.txt</c>, made independently of this code.</summary>
internal static class SdtVectors
{
    /// <summary>The photo block of the vectors: 00..FF four times.</summary>
    public static byte[] Photo { get; } = [.. Enumerable.Range(0, 1024).Select(i => (byte)i)];

    /// <summary>The fingerprint block: FF..00 four times.</summary>
    public static byte[] Prints { get; } = [.. Enumerable.Range(0, 1024).Select(i => (byte)(255 - i))];

    public static string[] Lines { get; } =
        File.ReadAllLines(Repository.PathTo("tests", "Tests", "IdReader", "sdt-vectors.txt"));

    /// <summary>Text record of a layout, 256 bytes.</summary>
    public static byte[] Text(string layout) =>
        Convert.FromHexString(Lines[LineOf(layout)].Split(' ')[^1]);

    /// <summary>What stands under a layout's text: length, head, checksum and mostly hash of an answer.</summary>
    public static string[] Answer(string layout, string command)
    {
        return Lines.Skip(LineOf(layout) + 1).Take(3)
            .Single(l => l.StartsWith($"  {command} ", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static int LineOf(string layout) =>
        Array.FindIndex(Lines, l => l.StartsWith($"TEXT {layout} ", StringComparison.Ordinal));

    /// <summary>Runs whole bytes through the parser and returns the one body in them.</summary>
    public static byte[] OneBody(byte[] bytes, int shortestBody = SdtResponse.HeadLength)
    {
        var parser = new SdtFrameParser(shortestBody, SdtEnvelope.LongestWithPrints);
        bytes.CopyTo(parser.Free);
        parser.Advance(bytes.Length);
        parser.Next(out var body).ShouldBe(SdtScan.Frame);
        var copy = body.ToArray();
        parser.Next(out _).ShouldBe(SdtScan.NeedMore);
        return copy;
    }
}
