using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.Contracts;

/// <summary>
/// A card that does what the command's header says: echo, answer so many bytes, or keep silent for ever.
/// </summary>
public sealed class ScriptedCard(string atr = "3B858131FE454B494F534BDB") : ISlotCard
{
    private const byte EchoIns = 1;
    private const byte AnswerIns = 2;
    private const byte MuteIns = 3;
    private const byte LongIns = 4;
    private const int Longest = 65535;

    /// <summary>Raised for each command, before its answer.</summary>
    public event Action? Heard;

    public static byte[] Mute => [0, MuteIns, 0, 0];

    /// <summary>A command whose answer is as long as vpcd's frames can be.</summary>
    public static byte[] Long => [0, LongIns, 0, 0];

    public byte[] Atr { get; } = Convert.FromHexString(atr);

    /// <summary>A command whose data, so many bytes of one value, come back.</summary>
    public static byte[] Echo(byte value, int length)
    {
        byte[] size = length < 256 ? [(byte)length] : [0, (byte)(length >> 8), (byte)length];
        return [0, EchoIns, 0, 0, .. size, .. Enumerable.Repeat(value, length)];
    }

    /// <summary>A command whose whole answer has so many bytes.</summary>
    public static byte[] Answer(int length) => [0, AnswerIns, 0, (byte)length];

    public void Reset()
    {
    }

    public async Task<byte[]> AnswerAsync(ReadOnlyMemory<byte> command, CancellationToken stop)
    {
        Heard?.Invoke();
        var bytes = command.ToArray();
        if (bytes[1] == MuteIns)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        }

        return bytes[1] == AnswerIns ? new byte[bytes[3]]
            : bytes[1] == LongIns ? [.. new byte[Longest - 2], 0x90, 0]
            : bytes[4] > 0 ? [.. bytes[5..], 0x90, 0]
            : [.. bytes[7..], 0x90, 0];
    }
}
