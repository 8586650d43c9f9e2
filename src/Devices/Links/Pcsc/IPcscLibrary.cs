namespace KioskSuite.Devices.Links.Pcsc;

/// <summary>
/// The functions of PC/SC as one platform's library has them; layouts and widths stay behind this. Calls block, and a
/// context and the cards connected by it belong to one thread. Only <see cref="Cancel"/> comes from others.
/// </summary>
public interface IPcscLibrary
{
    /// <summary>SCardEstablishContext, system scope. Without the library: no service.</summary>
    SCardError Establish(out nint context);

    SCardError Release(nint context);

    SCardError Cancel(nint context);

    /// <summary>SCardListReaders; no reader at all is an error of its own.</summary>
    SCardError ListReaders(nint context, out IReadOnlyList<string> readers);

    /// <summary>SCardGetStatusChange; fills in what the readers show now.</summary>
    /// <param name="context">Established.</param>
    /// <param name="milliseconds">At most this long; 0 asks and does not wait.</param>
    /// <param name="readers">Known readers, or <see cref="SCardReaderState.Notification"/>.</param>
    SCardError GetStatusChange(nint context, uint milliseconds, ReadOnlySpan<SCardReaderState> readers);

    SCardError Connect(
        nint context,
        string reader,
        SCardShareMode share,
        SCardProtocol protocols,
        out nint card,
        out SCardProtocol protocol);

    SCardError Reconnect(
        nint card,
        SCardShareMode share,
        SCardProtocol protocols,
        SCardDisposition initialization,
        out SCardProtocol protocol);

    SCardError Disconnect(nint card, SCardDisposition disposition);

    /// <summary>SCardStatus, of which only the ATR is wanted: 2 to 33 bytes of a powered card.</summary>
    SCardError GetAtr(nint card, Span<byte> atr, out int length);

    /// <summary>SCardGetAttrib.</summary>
    SCardError GetAttribute(nint card, SCardAttribute attribute, Span<byte> value, out int length);

    /// <summary>SCardTransmit: blocks as long as the card keeps silent.</summary>
    SCardError Transmit(
        nint card, SCardProtocol protocol, ReadOnlySpan<byte> command, Span<byte> response, out int received);
}

/// <summary>Which library this machine has.</summary>
public static class PcscLibrary
{
    /// <summary>winscard.dll on Windows, libpcsclite elsewhere.</summary>
    public static IPcscLibrary OfThisMachine() =>
        OperatingSystem.IsWindows() ? new WinSCard() : new PcscLite();
}
