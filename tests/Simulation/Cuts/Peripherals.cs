using KioskSuite.CentralSystem;
using KioskSuite.Devices;
using KioskSuite.Messages.Entries;
using Place = KioskSuite.Devices.Place;

namespace KioskSuite.Simulation.Cuts;

/// <summary>The contacts inside the machine: speak with the chip of the card that stands there.</summary>
internal sealed class Contacts(World world) : IChipStation
{
    private static readonly Act[] s_acts = [Act.OpenChip, Act.WriteChip, Act.CheckChip, Act.CloseCheck];

    public string Name => "chipStation";

    public string Link => "memory";

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => new(default(Done));

    public ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop) => new(default(DeviceCondition));

    public ValueTask<Outcome<byte[]>> PowerOnAsync(CancellationToken stop)
    {
        var card = Touched();
        card?.Chip?.Reset();
        return new(card?.Chip is { } chip ? chip.Atr : DeviceFault.ChipMute);
    }

    public ValueTask<Outcome<ResponseApdu>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken stop)
    {
        var chip = Touched()?.Chip;
        var mute = chip is not null && world.Path.IsMute(command.Span, world.Machine.Cards.Count);
        return new(chip is null ? DeviceFault.ChipRemoved
            : mute ? DeviceFault.ChipMute : ResponseApdu.Parse(chip.Transmit(command)));
    }

    public ValueTask PowerOffAsync(CancellationToken stop) => default;

    public ValueTask DisposeAsync() => default;

    private Plastic? Touched()
    {
        world.Watch.Acts(s_acts);
        var card = world.Machine.Inside is { Place: Place.ChipStation } inside ? inside : null;
        world.Watch.Require(card is not { Chip: null }, "no chip is resumed", "a command after the power was off");
        return world.Machine.Dead ? null : card;
    }
}

/// <summary>The document of the first seeded person lies on it.</summary>
internal sealed class Reader(World world, SeedPaper paper) : IIdReader
{
    public string Name => "idReader";

    public string Link => "memory";

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => new(default(Done));

    public ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop) => new(default(DeviceCondition));

    public ValueTask<Outcome<IdDocument>> ReadAsync(TimeSpan within, CancellationToken stop)
    {
        world.Watch.Acts(Act.ReadDocument);
        return new(new IdDocument(
            DocumentKind.ResidentCard, paper.Number, paper.Name, "", paper.Sex, paper.Ethnicity, "", paper.Birth,
            paper.Address, paper.Authority, paper.ValidFrom, paper.ValidTo, "", "", DeviceFault.NoPortrait));
    }

    public ValueTask DisposeAsync() => default;
}
