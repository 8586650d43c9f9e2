using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace KioskSuite.Benchmarks.Chip;

/// <summary>
/// A TCP proxy for one connection that keeps every byte back for half the delay in each direction, as a line does:
/// what is sent later is not delayed by what was sent before.
/// </summary>
internal sealed class DelayedLine : IAsyncDisposable
{
    private const int BufferSize = 65536;
    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TimeSpan _oneWay;
    private readonly Task _running;

    public DelayedLine(TimeSpan delay, int target)
    {
        _oneWay = delay / 2;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _running = RunAsync(target, _end.Token);
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
            // The end of the line, by either side.
        }

        _listener.Dispose();
        _end.Dispose();
    }

    private async Task RunAsync(int target, CancellationToken stop)
    {
        using var near = await _listener.AcceptTcpClientAsync(stop);
        using var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        await far.ConnectAsync(IPAddress.Loopback, target, stop);
        await Task.WhenAll(
            PumpAsync(near.GetStream(), far.GetStream(), stop), PumpAsync(far.GetStream(), near.GetStream(), stop));
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, CancellationToken stop)
    {
        var under = Channel.CreateUnbounded<(byte[] Bytes, long Sent)>();
        var writing = WriteAsync(under.Reader, to, stop);
        var buffer = new byte[BufferSize];
        while (await from.ReadAsync(buffer, stop) is var read and > 0)
        {
            await under.Writer.WriteAsync((buffer[..read], Stopwatch.GetTimestamp()), stop);
        }

        under.Writer.Complete();
        await writing;
    }

    private async Task WriteAsync(
        ChannelReader<(byte[] Bytes, long Sent)> under, NetworkStream to, CancellationToken stop)
    {
        await foreach (var (bytes, sent) in under.ReadAllAsync(stop))
        {
            if (_oneWay - Stopwatch.GetElapsedTime(sent) is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(left, TimeProvider.System, stop);
            }

            await to.WriteAsync(bytes, stop);
        }
    }
}
