using System.Text;
using KioskSuite.Camera.Mjpeg;

namespace KioskSuite.Tests.CameraMjpeg;

/// <summary>Pictures with true markers and nothing to see.</summary>
internal static class Pictures
{
    public static readonly MultipartBoundary Boundary = new("frame");

    /// <summary>A thumbnail's end in its head, a restart marker and a stuffed FF in its scan.</summary>
    public static byte[] Jpeg(int number, int filling = 40, int width = 480, int height = 360) =>
    [
        0xFF, 0xD8,
        0xFF, 0xE1, 0, 8, 0xFF, 0xD8, 0xFF, 0xD9, 0, 0,
        0xFF, 0xFF, 0xC0, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0,
        .. Scan(number, filling), 0xFF, 0xD0, 0xFF, 0x00, 1,
        0xFF, 0xD9,
    ];

    public static byte[] Part(int number, int filling = 40) => MultipartHead.BuildPart(Boundary, Jpeg(number, filling));

    /// <summary>A part as others write it; lines end in CR LF.</summary>
    public static byte[] Part(string head, byte[] body) =>
        [.. Encoding.Latin1.GetBytes("--frame\r\n" + head + "\r\n"), .. body, 13, 10];

    private static byte[] Scan(int number, int filling)
    {
        var scan = new byte[filling];
        new Random(number).NextBytes(scan);
        return [.. scan.Select(b => b == 0xFF ? (byte)0 : b), .. BitConverter.GetBytes(number & 0x7F7F7F)];
    }
}
