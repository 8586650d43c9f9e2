using KioskSuite.ChipStation.Pcsc;
using KioskSuite.Devices;
using KioskSuite.Devices.Links;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.Tests.Contracts;

namespace KioskSuite.Tests.ChipStation;

/// <summary>The contract over a TCP connection straight to the simulated card.</summary>
public sealed class DirectChipStationTests : ChipStationContract
{
    private static readonly DirectOptions s_patient = new()
    {
        PowerOnDeadline = TimeSpan.FromSeconds(30),
        TransmitDeadline = TimeSpan.FromSeconds(30),
    };

    private static readonly DirectOptions s_hurried = new()
    {
        PowerOnDeadline = TimeSpan.FromSeconds(1),
        TransmitDeadline = TimeSpan.FromSeconds(2),
    };

    [Fact(Timeout = 60_000)]
    public async Task Without_the_simulator_the_station_is_offline()
    {
        await using var lonely = Open(await ClosedPortAsync(), s_hurried);

        (await lonely.PowerOnAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await lonely.OpenAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
        (await lonely.CheckAsync(Stop)).Failure!.Fault.ShouldBe(DeviceFault.Offline);
    }

    protected override Task<IChipStationRig> MakeRigAsync() => Task.FromResult<IChipStationRig>(new DirectRig());

    private static DirectChipStation Open(int port, DirectOptions options) => new(
        "chip",
        new TcpLink("127.0.0.1", port, TimeSpan.FromSeconds(10), TimeProvider.System),
        options,
        TimeProvider.System);

    private static async Task<int> ClosedPortAsync()
    {
        await using var listener = new ChipListener(() => null);
        return listener.Start(0);
    }

    private sealed class DirectRig : IChipStationRig
    {
        private readonly ChipListener _listener;
        private volatile ISlotCard? _card;

        public DirectRig()
        {
            _listener = new ChipListener(() => _card);
            var port = _listener.Start(0);
            (Station, Hurried) = (Open(port, s_patient), Open(port, s_hurried));
        }

        public IChipStation Station { get; }

        public IChipStation Hurried { get; }

        public void Insert(ISlotCard card)
        {
            _card = card;
            _listener.Disconnect();
        }

        public void Remove()
        {
            _card = null;
            _listener.Disconnect();
        }

        public async ValueTask DisposeAsync()
        {
            await _listener.DisposeAsync();
            await Station.DisposeAsync();
            await Hurried.DisposeAsync();
        }
    }
}
