using System.Buffers.Binary;
using KioskSuite.Devices;

namespace KioskSuite.Imaging;

/// <summary>Data of measures: as long as the most that can be said, so that a wrong length shows.</summary>
/// <remarks>
/// Width, height (u16); number of faces (u8), 8 boxes; face known (u8), box; brightness, glare, sharpness, skin and
/// surround as red, green, blue (f32); number of points (u8), 48 points: group, found (u8), start, place (f32 pairs).
/// What is not used is zero.
/// </remarks>
internal static class FaceMeasuresData
{
    public const int Bytes = PointsAt + (FaceMeasures.MostPoints * PointBytes);

    private const int Numbers = 9;
    private const int PointBytes = 18;
    private const int FacesAt = 5;
    private const int FaceAt = FacesAt + (FaceMeasures.MostFaces * BoxField.Bytes);
    private const int NumbersAt = FaceAt + 1 + BoxField.Bytes;
    private const int PointsAt = NumbersAt + (Numbers * 4) + 1;

    public static byte[] Build(FaceMeasures m)
    {
        var data = new byte[Bytes];
        BinaryPrimitives.WriteUInt16BigEndian(data, (ushort)m.Width);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2), (ushort)m.Height);
        data[4] = (byte)m.Faces.Count;
        for (var i = 0; i < m.Faces.Count; i++) BoxField.Write(m.Faces[i], data.AsSpan(FacesAt + (i * BoxField.Bytes)));
        data[FaceAt] = m.Face is null ? (byte)0 : (byte)1;
        BoxField.Write(m.Face ?? default, data.AsSpan(FaceAt + 1));
        ReadOnlySpan<float> numbers =
        [
            m.Brightness, m.Glare, m.Sharpness, m.Skin.Red, m.Skin.Green, m.Skin.Blue,
            m.Surround.Red, m.Surround.Green, m.Surround.Blue,
        ];
        Write(numbers, data.AsSpan(NumbersAt));
        data[PointsAt - 1] = (byte)m.Points.Count;
        for (var i = 0; i < m.Points.Count; i++)
        {
            var point = m.Points[i];
            var to = data.AsSpan(PointsAt + (i * PointBytes));
            to[0] = (byte)point.Group;
            to[1] = point.Found ? (byte)1 : (byte)0;
            Write([point.StartX, point.StartY, point.X, point.Y], to[2..]);
        }

        return data;
    }

    /// <returns>Null for what no meter says: a count too high, a number that is none, an unknown group.</returns>
    public static FaceMeasures? Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length != Bytes || data[4] > FaceMeasures.MostFaces || data[FaceAt] > 1) return null;
        if (data[PointsAt - 1] > FaceMeasures.MostPoints) return null;
        var faces = new FaceBox[data[4]];
        for (var i = 0; i < faces.Length; i++) faces[i] = BoxField.Read(data[(FacesAt + (i * BoxField.Bytes))..]);
        Span<float> n = stackalloc float[Numbers];
        if (!TryRead(data[NumbersAt..], n)) return null;
        var points = new TrackedPoint[data[PointsAt - 1]];
        for (var i = 0; i < points.Length; i++)
        {
            if (ReadPoint(data.Slice(PointsAt + (i * PointBytes), PointBytes)) is not { } point) return null;
            points[i] = point;
        }

        return new FaceMeasures
        {
            Width = BinaryPrimitives.ReadUInt16BigEndian(data),
            Height = BinaryPrimitives.ReadUInt16BigEndian(data[2..]),
            Faces = faces,
            Face = data[FaceAt] == 1 ? BoxField.Read(data[(FaceAt + 1)..]) : null,
            Brightness = n[0],
            Glare = n[1],
            Sharpness = n[2],
            Skin = new MeanColour(n[3], n[4], n[5]),
            Surround = new MeanColour(n[6], n[7], n[8]),
            Points = points,
        };
    }

    private static TrackedPoint? ReadPoint(ReadOnlySpan<byte> data)
    {
        Span<float> n = stackalloc float[4];
        if (data[0] > (byte)PointGroup.Mouth || data[1] > 1 || !TryRead(data[2..], n)) return null;
        return new TrackedPoint((PointGroup)data[0], n[0], n[1], n[2], n[3], data[1] == 1);
    }

    private static void Write(ReadOnlySpan<float> numbers, Span<byte> to)
    {
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteSingleBigEndian(to[(i * 4)..], numbers[i]);
    }

    private static bool TryRead(ReadOnlySpan<byte> from, Span<float> numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadSingleBigEndian(from[(i * 4)..]);
            if (!float.IsFinite(numbers[i])) return false;
        }

        return true;
    }
}
