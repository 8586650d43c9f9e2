using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Devices.Links.Pcsc;

namespace KioskSuite.ChipStation.Pcsc;

/// <summary>A powered card. Every member runs on the PC/SC thread that connected it.</summary>
internal sealed class PcscCard(SCard card, string reader, ushort events, byte[] atr)
{
    private const SCardState Away = SCardState.Unknown | SCardState.Unavailable | SCardState.Ignore;

    /// <summary>
    /// pcscd looks at readers without events every 400 ms; a pull-out shows after the second look at the latest.
    /// </summary>
    private static readonly TimeSpan s_removalShows = TimeSpan.FromSeconds(1);

    private readonly byte[] _response = new byte[SCard.ReceiveSize];

    public byte[] Atr { get; } = atr;

    /// <summary>Whether somebody uses the card in the reader; asks without connecting.</summary>
    public static Outcome<bool> IsHeld(SCardContext context, PcscChoice choice)
    {
        var found = choice.Find(context);
        if (found.Failure is { } absent)
        {
            return absent;
        }

        var reader = new SCardReaderState(found.Value);
        var error = context.GetStatusChange(TimeSpan.Zero, reader);
        return error is not (SCardError.Success or SCardError.Timeout) ? PcscFaults.Of(error)
            : IsAway(reader) ? new Failure(DeviceFault.Offline, reader.EventState.ToString())
            : (reader.EventState & (SCardState.Exclusive | SCardState.InUse)) != 0;
    }

    /// <summary>Connects exclusively to what the reader was last seen with.</summary>
    public static Outcome<PcscCard> Connect(SCardContext context, SCardReaderState reader)
    {
        if (IsAway(reader))
        {
            return new Failure(DeviceFault.Offline, reader.EventState.ToString());
        }

        if (!reader.HasCard)
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

            if (!seen.HasCard || seen.Events != events)
            {
                return true;
            }

            seen.Accept();
        }

        return false;
    }

    public SCardError PowerOff() => card.Disconnect(SCardDisposition.Unpower);

    private static bool IsAway(SCardReaderState reader) => (reader.EventState & Away) != 0;
}
