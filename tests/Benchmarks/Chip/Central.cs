using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using KioskSuite.Devices;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Terminal;

namespace KioskSuite.Benchmarks.Chip;

/// <summary>
/// Central at the far end of a line, for one connection: writes whole scripts, or drives the card command by command.
/// </summary>
internal sealed class Central : IAsyncDisposable
{
    public const byte Ping = 0;
    public const byte Opened = 1;
    public const byte Proof = 2;
    public const byte Relay = 3;
    public const byte Over = 4;
    private const int AtProof = 3;
    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _running;

    public Central()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _running = ServeAsync(_end.Token);
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _running;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // The line ended first.
        }

        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync(CancellationToken stop)
    {
        using var client = await _listener.AcceptTcpClientAsync(stop);
        client.NoDelay = true;
        using var wire = new Wire(client);
        while (true)
        {
            var message = await wire.ReceiveAsync(stop);
            switch (message[0])
            {
                case Opened:
                    await wire.SendAsync(ScriptText.Build(Sample.Script(message[1..])), stop);
                    break;
                case Proof:
                    var atc = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(1));
                    await wire.SendAsync(Sample.Approve(atc, message.AsSpan(AtProof)), stop);
                    break;
                case Relay:
                    await DriveAsync(new RelayedChip(wire), stop);
                    await wire.SendAsync([Over], stop);
                    break;
                default:
                    await wire.SendAsync([message[0]], stop);
                    break;
            }
        }
    }

    /// <summary>The same commands, but each is sent, and its answer waited for, from here.</summary>
    private static async Task DriveAsync(RelayedChip chip, CancellationToken stop)
    {
        var opened = await ChipScript.OpenAsync(chip, Sample.HostChallenge, stop);
        var run = await ChipScript.RunAsync(chip, Sample.Script(opened.Value), stop);
        if (!run.Ok)
        {
            throw new InvalidOperationException($"relayed script: {run}");
        }

        var seen = (await TerminalCheck.RunAsync(chip, Sample.Expected(), Sample.Purchase, stop)).Value;
        _ = (await TerminalCheck.CloseAsync(chip, seen, Sample.Approve(seen.Atc, seen.Arqc), [], stop)).Value;
    }

    /// <summary>A chip at the other end of the line: one round trip for each command, and nothing else waits.</summary>
    private sealed class RelayedChip(Wire wire) : IChipStation
    {
        public string Name => "relay";

        public string Link => "tcp";

        public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => new(default(Done));

        public ValueTask<Outcome<DeviceCondition>> CheckAsync(CancellationToken stop) => new(default(DeviceCondition));

        public ValueTask<Outcome<byte[]>> PowerOnAsync(CancellationToken stop) => throw new NotSupportedException();

        public async ValueTask<Outcome<ResponseApdu>> TransmitAsync(
            ReadOnlyMemory<byte> command, CancellationToken stop) =>
            ResponseApdu.Parse(await wire.AskAsync([Relay, .. command.Span], stop));

        public ValueTask PowerOffAsync(CancellationToken stop) => default;

        public ValueTask DisposeAsync() => default;
    }
}
