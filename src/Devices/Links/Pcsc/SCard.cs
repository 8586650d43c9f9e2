namespace KioskSuite.Devices.Links.Pcsc;

/// <summary>A connection to a card. Belongs to the thread of its context.</summary>
public sealed class SCard : IDisposable
{
    /// <summary>
    /// 65,536 bytes of data, a status word and what extended APDUs may carry beside (MAX_BUFFER_SIZE_EXTENDED).
    /// </summary>
    public const int ReceiveSize = 65548;

    private const int LongestAtr = 36;
    private const int LongestAttribute = 264;
    private readonly IPcscLibrary _library;
    private nint _card;

    internal SCard(IPcscLibrary library, nint card, SCardProtocol protocol) =>
        (_library, _card, Protocol) = (library, card, protocol);

    /// <summary>The protocol in use.</summary>
    public SCardProtocol Protocol { get; private set; }

    /// <summary>SCardReconnect: new power or a reset on the same handle.</summary>
    public SCardError Reconnect(SCardShareMode share, SCardProtocol protocols, SCardDisposition initialization)
    {
        var error = _library.Reconnect(_card, share, protocols, initialization, out var protocol);
        if (error == SCardError.Success)
        {
            Protocol = protocol;
        }

        return error;
    }

    /// <summary>SCardStatus: the ATR of the powered card, 2 to 33 bytes.</summary>
    public SCardError Status(out byte[] atr)
    {
        Span<byte> buffer = stackalloc byte[LongestAtr];
        var error = _library.GetAtr(_card, buffer, out var length);
        atr = error == SCardError.Success ? buffer[..length].ToArray() : [];
        return error;
    }

    /// <summary>SCardGetAttrib; what a reader does not know is an error that differs by driver.</summary>
    public SCardError GetAttribute(SCardAttribute attribute, out byte[] value)
    {
        Span<byte> buffer = stackalloc byte[LongestAttribute];
        var error = _library.GetAttribute(_card, attribute, buffer, out var length);
        value = error == SCardError.Success ? buffer[..length].ToArray() : [];
        return error;
    }

    /// <summary>SCardTransmit: one command, one response. Blocks as long as the card keeps silent.</summary>
    public SCardError Transmit(ReadOnlySpan<byte> command, Span<byte> response, out int received)
    {
        var error = _library.Transmit(_card, Protocol, command, response, out received);
        received = error == SCardError.Success ? received : 0;
        return error;
    }

    /// <summary>SCardDisconnect; the connection is gone whatever it answers.</summary>
    public SCardError Disconnect(SCardDisposition disposition)
    {
        var card = _card;
        _card = 0;
        return card == 0 ? SCardError.InvalidHandle : _library.Disconnect(card, disposition);
    }

    public void Dispose() => _ = Disconnect(SCardDisposition.Leave);
}
