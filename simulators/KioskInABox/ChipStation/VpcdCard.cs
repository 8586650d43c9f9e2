using System.Buffers.Binary;
using KioskSuite.Devices.Links;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// The card's end of a vpcd connection (vsmartcard): two bytes of length, big-endian, then an APDU or one control.
/// Only APDUs and the question for the ATR are answered; the latter comes at any time and changes nothing.
/// </summary>
internal static class VpcdCard
{
    private const int LengthSize = 2;
    private const byte GetAtr = 4;

    /// <summary>Serves until the other end closes or the card is taken away.</summary>
    /// <param name="link">Connected; the caller closes it.</param>
    /// <param name="card">The card in the slot.</param>
    /// <param name="stop">The card is taken away.</param>
    public static async Task ServeAsync(ILink link, ISlotCard card, CancellationToken stop)
    {
        var input = new VpcdInput(link);
        card.Reset();
        while (await ReceiveAsync(input, stop) is { } frame)
        {
            if (frame.Length > 1)
            {
                if (await AnswerAsync(input, card, frame, stop) is not { } answer)
                {
                    return;
                }

                await SendAsync(link, answer, stop);
            }
            else if (frame is [GetAtr])
            {
                await SendAsync(link, card.Atr, stop);
            }
            else
            {
                card.Reset();
            }
        }
    }

    /// <summary>The answer, or null when the other end closed while the card kept silent.</summary>
    private static async Task<byte[]?> AnswerAsync(
        VpcdInput input, ISlotCard card, byte[] command, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var answer = card.AnswerAsync(command, over.Token);
        if (answer.IsCompletedSuccessfully)
        {
            return await answer;
        }

        var watching = input.WatchAsync(over.Token);
        var closed = await Task.WhenAny(answer, watching) == watching && !await watching;
        if (!closed)
        {
            await answer;
        }

        End(over);
        await watching;
        return closed ? null : await answer;
    }

    // Not CancelAsync, which would pass through the thread pool: virtual time cannot see that.
    private static void End(CancellationTokenSource over) => over.Cancel();

    private static async Task SendAsync(ILink link, byte[] payload, CancellationToken stop)
    {
        var frame = new byte[LengthSize + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)payload.Length);
        payload.CopyTo(frame, LengthSize);
        await link.WriteAsync(frame, stop);
    }

    private static async Task<byte[]?> ReceiveAsync(VpcdInput input, CancellationToken stop)
    {
        var length = await input.ReadAsync(LengthSize, stop);
        return length is null ? null : await input.ReadAsync(BinaryPrimitives.ReadUInt16BigEndian(length), stop);
    }
}
