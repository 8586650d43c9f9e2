using System.Buffers.Binary;

namespace KioskSuite.Benchmarks.Vision;

/// <summary>Pictures one after the other, and the file in which other programs find them.</summary>
/// <remarks>
/// In the file: length (u32, most significant byte first), then the JPEG; again and again. One of no bytes is a cut.
/// </remarks>
internal sealed record Clip(IReadOnlyList<byte[]> Pictures)
{
    public static readonly byte[] Cut = [];

    private const int LengthBytes = 4;

    public async Task SaveAsync(string path, CancellationToken stop)
    {
        await using var file = File.Create(path);
        var head = new byte[LengthBytes];
        foreach (var picture in Pictures)
        {
            BinaryPrimitives.WriteUInt32BigEndian(head, (uint)picture.Length);
            await file.WriteAsync(head, stop);
            await file.WriteAsync(picture, stop);
        }
    }

    public static async Task<Clip> LoadAsync(string path, CancellationToken stop)
    {
        var bytes = await File.ReadAllBytesAsync(path, stop);
        var pictures = new List<byte[]>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            pictures.Add(bytes.AsSpan(at + LengthBytes, length).ToArray());
            at += LengthBytes + length;
        }

        return new Clip(pictures);
    }

    /// <summary>Pictures without the cuts.</summary>
    public int Count => Pictures.Count(picture => picture.Length > 0);

    public override string ToString() => $"{Count} pictures";
}
