using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Devices.Links.Pcsc;

namespace KioskSuite.ChipStation.Pcsc;

/// <summary>A powered card. Every member runs on the PC/SC thread that connected it.</summary>
internal sealed class PcscCard(SCard card, string reader, ushort events, byte[] atr) : IDisposable
{
    private const SCardState Away = SCardState.Unknown | SCardState.Unavailable | SCardState.Ignore;
    private static readonly TimeSpan s_busyPause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// pcscd looks at readers without events every 400 ms; a pull-out shows after the second look at the latest.
    /// </summary>
    private static readonly TimeSpan s_removalShows = TimeSpan.FromSeconds(1);

    private readonly byte[] _response = new byte[SCard.ReceiveSize];

    public byte[] Atr { get; } = atr;

    public static Outcome<string> Find(SCardContext context, string readerName)
    {
        var error = context.Establish();
        IReadOnlyList<string> readers = [];
        if (error == SCardError.Success)
        {
            error = context.ListReaders(out readers);
        }

        if (error != SCardError.Success)
        {
            return PcscFaults.Of(error);
        }

        return readers.FirstOrDefault(r => r.Contains(readerName, StringComparison.Ordinal)) is { } found
            ? found
            : new Failure(DeviceFault.Offline, "reader not listed");
    }

    /// <summary>Whether the card in the reader is held exclusively; asks without connecting.</summary>
    public static Outcome<bool> IsHeld(SCardContext context, string readerName)
    {
        var found = Find(context, readerName);
        if (found.Failure is { } absent)
        {
            return absent;
        }

        var reader = new SCardReaderState(found.Value);
        var error = context.GetStatusChange(TimeSpan.Zero, reader);
        return error is not (SCardError.Success or SCardError.Timeout) ? PcscFaults.Of(error)
            : (reader.EventState & Away) != 0 ? new Failure(DeviceFault.Offline, reader.EventState.ToString())
            : reader.EventState.HasFlag(SCardState.Exclusive);
    }

    /// <summary>Waits for a card and connects exclusively; tries again while another program holds it.</summary>
    public static Outcome<PcscCard> PowerOn(SCardContext context, PcscOptions options, TimeProvider time)
    {
        var found = Find(context, options.ReaderName);
        if (!found.Ok)
        {
            return found.Failure!;
        }

        var reader = new SCardReaderState(found.Value);
        var started = time.GetTimestamp();
        Failure last = DeviceFault.NoCard;
        var left = options.PowerOnDeadline;
        while (left > TimeSpan.Zero)
        {
            var tryAgain = reader.EventState.HasFlag(SCardState.Present);
            var error = context.GetStatusChange(tryAgain && left > s_busyPause ? s_busyPause : left, reader);
            left = options.PowerOnDeadline - time.GetElapsedTime(started);
            if (error is not (SCardError.Success or SCardError.Timeout))
            {
                return PcscFaults.Of(error);
            }

            reader.Accept();
            var card = Connect(context, reader);
            if (card.Ok || card.Failure!.Fault == DeviceFault.Offline)
            {
                return card;
            }

            last = card.Failure;
        }

        return last;
    }

    /// <summary>One command and its response.</summary>
    public Outcome<ResponseApdu> Transmit(ReadOnlySpan<byte> command)
    {
        var error = card.Transmit(command, _response, out var received);
        if (error != SCardError.Success)
        {
            return PcscFaults.Of(error);
        }

        if (received == 0)
        {
            return new Failure(DeviceFault.ChipMute, "empty answer");
        }

        var answer = ResponseApdu.Parse(_response.AsSpan(0, received).ToArray());
        CryptographicOperations.ZeroMemory(_response.AsSpan(0, received));
        return answer;
    }

    /// <summary>
    /// After a failed command: true when the card was pulled out since it was powered, even if one is back.
    /// </summary>
    public Outcome<bool> Gone(SCardContext context)
    {
        var seen = new SCardReaderState(reader);
        for (var look = 0; look < 2; look++)
        {
            var error = context.GetStatusChange(s_removalShows, seen);
            if (error is not (SCardError.Success or SCardError.Timeout))
            {
                return PcscFaults.Of(error);
            }

            if (!seen.EventState.HasFlag(SCardState.Present) || seen.Events != events)
            {
                return true;
            }

            seen.Accept();
        }

        return false;
    }

    public SCardError PowerOff() => card.Disconnect(SCardDisposition.Unpower);

    public void Dispose() => card.Dispose();

    private static Outcome<PcscCard> Connect(SCardContext context, SCardReaderState reader)
    {
        if ((reader.EventState & Away) != 0)
        {
            return new Failure(DeviceFault.Offline, reader.EventState.ToString());
        }

        if (!reader.EventState.HasFlag(SCardState.Present))
        {
            return DeviceFault.NoCard;
        }

        var error = context.Connect(reader.Reader, SCardShareMode.Exclusive, SCardProtocol.Any, out var card);
        byte[] atr = [];
        if (error == SCardError.Success)
        {
            error = card!.Status(out atr);
        }

        if (error != SCardError.Success)
        {
            card?.Dispose();
            return PcscFaults.Of(error);
        }

        return new PcscCard(card!, reader.Reader, reader.Events, atr);
    }
}
