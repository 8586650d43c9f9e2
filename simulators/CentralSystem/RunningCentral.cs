namespace KioskSuite.CentralSystem;

/// <summary>Central with both doors open. Dispose shuts them and then closes central.db.</summary>
internal sealed class RunningCentral : IAsyncDisposable
{
    private readonly CentralServer _central;
    private readonly LineFault _fault;
    private readonly WebApplication _kiosks;
    private readonly WebApplication _shops;
    private bool _closed;

    private RunningCentral(CentralServer central, LineFault fault, WebApplication kiosks, WebApplication shops) =>
        (_central, _fault, _kiosks, _shops) = (central, fault, kiosks, shops);

    public string Grpc => Doors.AddressOf(_kiosks);

    public string CardNetwork => Doors.AddressOf(_shops);

    /// <param name="held">Told the command whose answer is now held.</param>
    /// <exception cref="StartUpException">A port, the folder or the seed cannot be used.</exception>
    public static async Task<RunningCentral> StartAsync(
        Options options, Seed seed, TimeProvider time, CancellationToken stop, Action<string>? held = null)
    {
        var fault = new LineFault(new CallFaults(options.Fault, options.Hold), time, held ?? (_ => { }));
        var central = CentralServer.Open(options.Folder, seed, options.Fault, time);
        var running = new RunningCentral(
            central,
            fault,
            GrpcDoor.Build(central, fault, options.Port, time),
            ShopDoor.Build(central, options.CardNetworkPort));
        try
        {
            await running._kiosks.StartAsync(stop);
            await running._shops.StartAsync(stop);
            return running;
        }
        catch (IOException busy)
        {
            await running.DisposeAsync();
            throw new StartUpException(busy.Message);
        }
    }

    /// <summary>
    /// Reads commands until the input ends or it is stopped: <c>return</c> ends an absence, <c>release CALL</c> a hold.
    /// </summary>
    public async Task ObeyAsync(Stream input, CancellationToken stop)
    {
        using var lines = new StreamReader(input);
        try
        {
            while (await lines.ReadLineAsync(stop).AsTask().WaitAsync(stop) is { } line)
            {
                Obey(line);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to end: what follows is the same as at the end of the input.
        }
    }

    private void Obey(string line)
    {
        switch (line.Split(' '))
        {
            case ["return"]:
                _fault.Return();
                break;
            case ["release", var call]:
                _fault.Release(call);
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_closed)
            return;
        _closed = true;
        _central.EndLines();
        foreach (var door in (WebApplication[])[_kiosks, _shops])
        {
            await door.StopAsync(CancellationToken.None);
            await door.DisposeAsync();
        }

        _central.Dispose();
    }
}
