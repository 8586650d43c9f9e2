using KioskSuite.Dev.Pcscd;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

/// <summary>One private pcscd for all tests of this process: libpcsclite reads its environment only once.</summary>
public sealed class PcscdForTests : IAsyncLifetime
{
    private const string Configurations = "pcscd.conf.d";
    private readonly string _folder = Directory.CreateTempSubdirectory("pcscd").FullName;
    private PrivatePcscd? _pcscd;

    private string More => Path.Combine(_folder, Configurations, "more");

    public string Said { get; private set; } = "";

    public PrivatePcscd Pcscd => _pcscd!;

    /// <summary>The contact slot.</summary>
    public VpcdClient Slot { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await StartAsync(0);
        if (_pcscd is { } started)
        {
            Slot = new VpcdClient("127.0.0.1", started.ContactPort, TimeProvider.System);
            NativeEnvironment.PointTo(started);
        }
    }

    public void SkipWithout() => Assert.SkipWhen(_pcscd is null, Said);

    public async Task EndAsync() => await Pcscd.DisposeAsync();

    /// <summary>Starts it again on the same socket and ports.</summary>
    public Task RestartAsync() => StartAsync(Pcscd.ContactPort);

    public async ValueTask DisposeAsync()
    {
        if (_pcscd is { } running)
        {
            await Slot.DisposeAsync();
            await running.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>
    /// Its next start has one more reader, with a driver of its own: two readers of one vpcd would share their cards.
    /// </summary>
    public void Plug(string reader, int port)
    {
        var driver = Path.Combine(_folder, "libifdvpcd.so");
        File.Copy(PrivatePcscd.Driver!, driver, overwrite: true);
        File.WriteAllText(
            More, $"FRIENDLYNAME \"{reader}\"\nDEVICENAME /dev/null:{port}\nLIBPATH {driver}\nCHANNELID {port}\n");
    }

    /// <summary>Its next start is without that reader.</summary>
    public void Unplug() => File.Delete(More);

    private async Task StartAsync(int port) => _pcscd = await PrivatePcscd.StartAsync(
        _folder, port, line => Said = line, TimeProvider.System, CancellationToken.None);
}

[CollectionDefinition(Name)]
public sealed class PcscdCollection : ICollectionFixture<PcscdForTests>
{
    public const string Name = "pcscd";
}
