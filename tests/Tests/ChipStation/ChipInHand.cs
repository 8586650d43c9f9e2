using KioskSuite.Devices;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

/// <summary>A chip without reader, link or time between.</summary>
internal sealed class ChipInHand(SimulatedChip chip, CardInterface over = CardInterface.Contact) : IChipStation
{
    public string Name => "hand";

    public string Link => "none";

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => new(default(Done));

    public ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop) => new(default(DeviceCondition));

    public ValueTask<Outcome<byte[]>> PowerOnAsync(CancellationToken stop)
    {
        chip.Reset(over);
        return new(over == CardInterface.Contact ? chip.Atr : chip.AntennaAtr);
    }

    public ValueTask<Outcome<ResponseApdu>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken stop) =>
        new(ResponseApdu.Parse(chip.Transmit(command, over)));

    public ValueTask PowerOffAsync(CancellationToken stop) => default;

    public ValueTask DisposeAsync() => default;
}
