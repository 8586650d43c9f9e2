using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace KioskSuite.Benchmarks.Chip;

/// <summary>Messages over TCP without Nagle: four bytes of length, then the message, in one write.</summary>
internal sealed class Wire(TcpClient client) : IDisposable
{
    private const int LengthSize = 4;
    private readonly NetworkStream _stream = client.GetStream();

    public static async Task<Wire> ConnectAsync(int port, CancellationToken stop)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port, stop);
        return new Wire(client);
    }

    public async Task<byte[]> AskAsync(byte[] message, CancellationToken stop)
    {
        await SendAsync(message, stop);
        return await ReceiveAsync(stop);
    }

    public async Task SendAsync(byte[] message, CancellationToken stop)
    {
        var frame = new byte[LengthSize + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, message.Length);
        message.CopyTo(frame, LengthSize);
        await _stream.WriteAsync(frame, stop);
    }

    public async Task<byte[]> ReceiveAsync(CancellationToken stop)
    {
        var length = new byte[LengthSize];
        await _stream.ReadExactlyAsync(length, stop);
        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await _stream.ReadExactlyAsync(message, stop);
        return message;
    }

    public void Dispose() => client.Dispose();
}
