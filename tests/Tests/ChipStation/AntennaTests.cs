using KioskSuite.ChipStation.Pcsc;
using KioskSuite.Devices;
using KioskSuite.Devices.Links;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.KioskInABox.Links;
using KioskSuite.KioskInABox.World;
using KioskSuite.Tests.Support;
using SimulatedWorld = KioskSuite.KioskInABox.World.World;

namespace KioskSuite.Tests.ChipStation;

/// <summary>The card in the printer's station on two slots at once.</summary>
public sealed class AntennaTests
{
    private static readonly byte[] s_identify = Convert.FromHexString("80CA9F7F00");

    [Fact]
    public Task One_card_is_in_both_slots_and_leaves_both() => VirtualTime.Run(async time =>
    {
        await using var stations = Stations(time, antenna: true, out var world);
        await using var contact = Station("contact", stations.Accept, time);
        await using var antenna = Station("antenna", stations.AcceptAntenna, time);
        var card = world.Feed(Place.ChipStation)!;

        (await contact.PowerOnAsync(default)).Value.ShouldBe(BlankKind.PbocDual80K.Atr());
        (await antenna.PowerOnAsync(default)).Value.ShouldBe(stations.ChipOf(card).AntennaAtr);
        var one = await contact.TransmitAsync(s_identify, default);
        var other = await antenna.TransmitAsync(s_identify, default);
        one.Value.Success.ShouldBeTrue();
        one.Value.Data.ToArray().ShouldBe(other.Value.Data.ToArray());
        world.Move(card, Place.Retained);
        (await antenna.TransmitAsync(s_identify, default)).Ok.ShouldBeFalse();
        (await contact.TransmitAsync(s_identify, default)).Ok.ShouldBeFalse();
    });

    [Fact]
    public Task Without_the_option_there_is_no_antenna() => VirtualTime.Run(async time =>
    {
        await using var stations = Stations(time, antenna: false, out var world);
        world.Feed(Place.ChipStation);
        stations.AcceptAntenna(new InMemoryLink(_ => false)).ShouldBeFalse();
        stations.DirectAntennaPort.ShouldBeNull();
    });

    private static ChipStations Stations(VirtualTime time, bool antenna, out SimulatedWorld world)
    {
        world = new SimulatedWorld(hopper: 2, BlankKind.PbocDual80K.Code, seed: 7, new HashSet<Fault>());
        var options = new ChipStationsOptions(CardBench.CardManagerKey) { DirectPort = null, Antenna = antenna };
        var stations = new ChipStations(world, options, time);
        stations.Start();
        return stations;
    }

    private static DirectChipStation Station(string name, Func<ILink, bool> accept, VirtualTime time) =>
        new(name, new InMemoryLink(accept), new DirectOptions(), time);
}
