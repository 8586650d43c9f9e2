using KioskSuite.Devices;

namespace KioskSuite.Tests.Issuance;

/// <summary>A chip station whose answers a test gives; it keeps the commands that were sent.</summary>
internal sealed class ScriptedChip(Func<byte[], Outcome<ResponseApdu>> answer) : IChipStation
{
    public List<byte[]> Sent { get; } = [];

    public Outcome<byte[]> Atr { get; init; } = Convert.FromHexString("3B858131FE454B494F534BDB");

    public string Name => "chip";

    public string Link => "direct";

    /// <summary>Answers as hex with the status word last; text that is no answer is given raw to the parser.</summary>
    public static ScriptedChip Saying(params string[] answers)
    {
        var next = 0;
        return new ScriptedChip(_ => Hex(answers[Math.Min(next++, answers.Length - 1)]));
    }

    public static Outcome<ResponseApdu> Hex(string hex) => ResponseApdu.Parse(Convert.FromHexString(hex));

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => new(default(Done));

    public ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop) => new(default(DeviceCondition));

    public ValueTask<Outcome<byte[]>> PowerOnAsync(CancellationToken stop) => new(Atr);

    public ValueTask<Outcome<ResponseApdu>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken stop)
    {
        Sent.Add(command.ToArray());
        return new(answer(command.ToArray()));
    }

    public ValueTask PowerOffAsync(CancellationToken stop) => default;

    public ValueTask DisposeAsync() => default;
}
