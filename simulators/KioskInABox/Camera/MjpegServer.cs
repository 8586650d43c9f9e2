using System.Net;
using System.Net.Sockets;

namespace KioskSuite.KioskInABox.Camera;

/// <summary>
/// A network camera: ten JPEG pictures a second over HTTP to whoever is connected, none while nobody is. A client that
/// reads slowly misses pictures; none wait for it.
/// </summary>
/// <param name="open">Begins a session; a call gives the picture of that moment. Calls do not overlap.</param>
internal sealed class MjpegServer(TimeProvider time, Func<Func<byte[]>> open) : IAsyncDisposable
{
    private const int MostClients = 4;
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _ending = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Lock _drawing = new();
    private readonly List<Task> _clients = [];
    private int _connected;
    private Task _listening = Task.CompletedTask;

    /// <summary>Where the stream is, once started.</summary>
    public Uri Address => new($"http://{_socket.LocalEndPoint}{MjpegText.Path}");

    /// <summary>How many are connected now.</summary>
    public int Clients => Volatile.Read(ref _connected);

    /// <param name="refuses">The port is taken and nobody listens on it.</param>
    public void Start(int port = 0, bool refuses = false)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        if (!refuses)
        {
            _socket.Listen();
            _listening = ListenAsync(_ending.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _listening;
        _socket.Dispose();
        await Task.WhenAll(_clients);
        _ending.Dispose();
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var client = await _socket.AcceptAsync(stop);
                _clients.RemoveAll(c => c.IsCompletedSuccessfully);
                if (_clients.Count < MostClients)
                {
                    _clients.Add(ServeAsync(client, stop));
                }
                else
                {
                    client.Dispose();
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The end of the camera.
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken stop)
    {
        Interlocked.Increment(ref _connected);
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            using var patience = new CancellationTokenSource(s_patience, time);
            using var asking = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
            var request = await MjpegText.ReadRequestAsync(stream, asking.Token);
            if (!request.StartsWith($"GET {MjpegText.Path} ", StringComparison.Ordinal))
            {
                await stream.WriteAsync(MjpegText.NotFound, stop);
                return;
            }

            await stream.WriteAsync(MjpegText.Head, stop);
            await StreamAsync(stream, stop);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // The client went away or stalls, or the camera ends.
        }
        finally
        {
            Interlocked.Decrement(ref _connected);
        }
    }

    private async Task StreamAsync(NetworkStream stream, CancellationToken stop)
    {
        Func<byte[]> next;
        lock (_drawing)
        {
            next = open();
        }

        var began = time.GetTimestamp();
        while (true)
        {
            byte[] jpeg;
            lock (_drawing)
            {
                jpeg = next();
            }

            using var patience = new CancellationTokenSource(s_patience, time);
            using var sending = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
            await stream.WriteAsync(MjpegText.Part(jpeg), sending.Token);
            var gone = time.GetElapsedTime(began);
            await Task.Delay(s_period - TimeSpan.FromTicks(gone.Ticks % s_period.Ticks), time, stop);
        }
    }
}
