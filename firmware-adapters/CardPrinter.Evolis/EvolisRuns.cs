using KioskSuite.Devices;

namespace KioskSuite.CardPrinter.Evolis;

/// <summary>The compression of K and O planes in <c>Dbc</c> (Programming Guide A5013, section 4).</summary>
/// <remarks>Per line one control byte: 0 white; 255 black; 1 to 81 that many bytes follow, the rest is white.</remarks>
internal static class EvolisRuns
{
    /// <summary>Bytes of a line of 648 dots.</summary>
    public const int Line = 81;

    private const byte WhiteLine = 0;
    private const byte BlackLine = 255;

    /// <param name="plane">Whole lines of 81 bytes.</param>
    public static byte[] Compress(ReadOnlySpan<byte> plane)
    {
        InvariantException.Require(plane.Length % Line == 0, "a plane has whole lines");
        var output = new byte[plane.Length / Line * (Line + 1)];
        var length = 0;
        for (; !plane.IsEmpty; plane = plane[Line..])
        {
            var line = plane[..Line];
            var useful = line.LastIndexOfAnyExcept(WhiteLine) + 1;
            if (!line.ContainsAnyExcept(BlackLine))
            {
                output[length++] = BlackLine;
                continue;
            }

            output[length++] = (byte)useful;
            line[..useful].CopyTo(output.AsSpan(length));
            length += useful;
        }

        var compressed = output[..length];
        Array.Clear(output);
        return compressed;
    }

    /// <summary>The plane again; garbage when a line is wrong or the data does not end with the last line.</summary>
    public static Outcome<byte[]> Expand(ReadOnlySpan<byte> data, int lines)
    {
        var plane = new byte[lines * Line];
        for (var line = 0; line < lines; line++)
        {
            if (data.IsEmpty)
            {
                return DeviceFault.Garbage;
            }

            var control = data[0];
            data = data[1..];
            var target = plane.AsSpan(line * Line, Line);
            if (control == BlackLine)
            {
                target.Fill(BlackLine);
            }
            else if (control <= Line && control <= data.Length)
            {
                data[..control].CopyTo(target);
                data = data[control..];
            }
            else
            {
                return DeviceFault.Garbage;
            }
        }

        return data.IsEmpty ? plane : DeviceFault.Garbage;
    }
}
