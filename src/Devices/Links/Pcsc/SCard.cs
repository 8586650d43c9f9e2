namespace KioskSuite.Devices.Links.Pcsc;

/// <summary>A connection to a card. Belongs to the thread of its context.</summary>
public sealed unsafe class SCard : IDisposable
{
    /// <summary>
    /// 65,536 bytes of data, a status word and what extended APDUs may carry beside (MAX_BUFFER_SIZE_EXTENDED).
    /// </summary>
    public const int ReceiveSize = 65548;

    private readonly SCardHandle _handle;

    internal SCard(SCardHandle handle, SCardProtocol protocol) => (_handle, Protocol) = (handle, protocol);

    /// <summary>The protocol in use.</summary>
    public SCardProtocol Protocol { get; private set; }

    /// <summary>SCardReconnect: new power or a reset on the same handle.</summary>
    public SCardError Reconnect(SCardShareMode share, SCardProtocol protocols, SCardDisposition initialization)
    {
        var error = PcscInterop.Error(PcscInterop.SCardReconnect(
            _handle, (nuint)share, (nuint)protocols, (nuint)initialization, out var protocol));
        if (error == SCardError.Success)
        {
            Protocol = (SCardProtocol)protocol;
        }

        return error;
    }

    /// <summary>SCardStatus: the ATR of the powered card, 2 to 33 bytes.</summary>
    public SCardError Status(out byte[] atr)
    {
        nuint nameLength = 0;
        nuint atrLength = PcscInterop.AtrSize;
        var buffer = stackalloc byte[PcscInterop.AtrSize];
        var error = PcscInterop.Error(PcscInterop.SCardStatus(
            _handle, null, ref nameLength, out _, out _, buffer, ref atrLength));
        atr = error == SCardError.Success
            ? new ReadOnlySpan<byte>(buffer, (int)Math.Min(atrLength, PcscInterop.AtrSize)).ToArray()
            : [];
        return error;
    }

    /// <summary>SCardTransmit: one command, one response. Blocks as long as the card keeps silent.</summary>
    public SCardError Transmit(ReadOnlySpan<byte> command, Span<byte> response, out int received)
    {
        var pci = new PcscInterop.IoRequest
        {
            Protocol = (nuint)Protocol,
            Length = (nuint)sizeof(PcscInterop.IoRequest),
        };
        nuint length = (nuint)response.Length;
        fixed (byte* send = command)
        fixed (byte* receive = response)
        {
            var error = PcscInterop.Error(PcscInterop.SCardTransmit(
                _handle, &pci, send, (nuint)command.Length, null, receive, ref length));
            received = error == SCardError.Success ? (int)Math.Min(length, (nuint)response.Length) : 0;
            return error;
        }
    }

    /// <summary>SCardDisconnect; the connection is gone whatever it answers.</summary>
    public SCardError Disconnect(SCardDisposition disposition) => _handle.Disconnect(disposition);

    public void Dispose() => _handle.Dispose();
}
