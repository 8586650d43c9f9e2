using System.Buffers.Binary;
using System.Net.Sockets;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// The card's end of a vpcd connection (vsmartcard): two bytes of length, big-endian, then an APDU or one control.
/// Only APDUs and the question for the ATR are answered; the latter comes at any time and changes nothing.
/// </summary>
internal static class VpcdCard
{
    private const int LengthSize = 2;
    private const byte GetAtr = 4;
    private const int TcpLevel = 6;
    private const int TcpQuickAck = 12;

    /// <summary>Serves until the other end closes or the card is taken away.</summary>
    /// <param name="socket">Connected; the caller closes it.</param>
    /// <param name="card">The card in the slot.</param>
    /// <param name="stop">The card is taken away.</param>
    public static async Task ServeAsync(Socket socket, ISlotCard card, CancellationToken stop)
    {
        socket.NoDelay = true;
        card.Reset();
        while (await ReceiveAsync(socket, stop) is { } frame)
        {
            if (frame.Length > 1)
            {
                if (await AnswerAsync(socket, card, frame, stop) is not { } answer)
                {
                    return;
                }

                await SendAsync(socket, answer, stop);
            }
            else if (frame is [GetAtr])
            {
                await SendAsync(socket, card.Atr, stop);
            }
            else
            {
                card.Reset();
            }
        }
    }

    /// <summary>The answer, or null when the other end closed while the card kept silent.</summary>
    private static async Task<byte[]?> AnswerAsync(
        Socket socket, ISlotCard card, byte[] command, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var answer = card.AnswerAsync(command, over.Token);
        if (answer.IsCompletedSuccessfully)
        {
            return await answer;
        }

        var heard = socket.ReceiveAsync(new byte[1], SocketFlags.Peek, over.Token).AsTask();
        var closed = await Task.WhenAny(answer, heard) == heard && (!heard.IsCompletedSuccessfully || await heard == 0);
        try
        {
            return closed ? null : await answer;
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    private static async Task SendAsync(Socket socket, byte[] payload, CancellationToken stop)
    {
        var frame = new byte[LengthSize + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)payload.Length);
        payload.CopyTo(frame, LengthSize);
        await socket.SendAsync(frame, stop);
    }

    private static async Task<byte[]?> ReceiveAsync(Socket socket, CancellationToken stop)
    {
        var length = await ReceiveAsync(socket, LengthSize, stop);
        return length is null ? null : await ReceiveAsync(socket, BinaryPrimitives.ReadUInt16BigEndian(length), stop);
    }

    /// <remarks>
    /// vpcd writes length and payload apart without TCP_NODELAY: unless each receive asks for an immediate
    /// acknowledgement (the option does not stick), every command takes 45 ms.
    /// </remarks>
    private static async Task<byte[]?> ReceiveAsync(Socket socket, int count, CancellationToken stop)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            socket.SetRawSocketOption(TcpLevel, TcpQuickAck, BitConverter.GetBytes(1));
            var read = await socket.ReceiveAsync(bytes.AsMemory(have), stop);
            if (read == 0)
            {
                return null;
            }

            have += read;
        }

        return bytes;
    }
}
