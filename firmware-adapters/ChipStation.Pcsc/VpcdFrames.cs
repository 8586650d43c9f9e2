using System.Buffers.Binary;
using KioskSuite.Devices;

namespace KioskSuite.ChipStation.Pcsc;

/// <summary>
/// vpcd framing (vsmartcard): a big-endian length of two bytes and the payload; one byte is a control.
/// </summary>
internal static class VpcdFrames
{
    public const int LengthSize = 2;
    public const int MaxPayload = 65535;
    public const byte PowerOff = 0x00;
    public const byte PowerOn = 0x01;
    public const byte Reset = 0x02;
    public const byte GetAtr = 0x04;
    private const int ShortestAtr = 2;
    private const int LongestAtr = 33;

    public static byte[] Build(params ReadOnlySpan<byte> payload)
    {
        InvariantException.Require(payload.Length is > 0 and <= MaxPayload, "vpcd payload is 1 to 65535 bytes");
        var frame = new byte[LengthSize + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)payload.Length);
        payload.CopyTo(frame.AsSpan(LengthSize));
        return frame;
    }

    public static int ParseLength(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt16BigEndian(header);

    public static Outcome<byte[]> ParseAtr(byte[] payload) =>
        payload.Length is >= ShortestAtr and <= LongestAtr ? payload : DeviceFault.Garbage;
}
