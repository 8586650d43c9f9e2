namespace KioskSuite.Devices.Links.Pcsc;

/// <summary>Who else may use the card (SCARD_SHARE_*).</summary>
public enum SCardShareMode
{
    Exclusive = 1,
    Shared = 2,
    Direct = 3,
}

/// <summary>What a reader tells of itself (SCARD_ATTR_*), no more than is asked.</summary>
public enum SCardAttribute
{
    Serial = 0x00010103,
}

/// <summary>Transmission protocols (SCARD_PROTOCOL_*).</summary>
[Flags]
public enum SCardProtocol
{
    None = 0,
    T0 = 1,
    T1 = 2,
    Any = T0 | T1,
}

/// <summary>
/// What becomes of the card (SCARD_LEAVE_CARD, SCARD_RESET_CARD, SCARD_UNPOWER_CARD, SCARD_EJECT_CARD).
/// </summary>
public enum SCardDisposition
{
    Leave = 0,
    Reset = 1,
    Unpower = 2,
    Eject = 3,
}

/// <summary>What a reader sees (SCARD_STATE_*).</summary>
[Flags]
public enum SCardState
{
    Unaware = 0,
    Ignore = 1,
    Changed = 2,
    Unknown = 4,
    Unavailable = 8,
    Empty = 16,
    Present = 32,
    AtrMatch = 64,
    Exclusive = 128,
    InUse = 256,
    Mute = 512,
    Unpowered = 1024,
}

/// <summary>
/// One reader in <see cref="SCardContext.GetStatusChange"/>: what the caller knows and what it learns.
/// </summary>
/// <param name="reader">
/// Name as listed by <see cref="SCardContext.ListReaders"/>, or <see cref="Notification"/>.
/// </param>
public sealed class SCardReaderState(string reader)
{
    /// <summary>
    /// No reader, but the coming and going of readers. A service that does not know it calls it unknown.
    /// </summary>
    public const string Notification = @"\\?PnP?\Notification";

    private const int EventsShift = 16;

    public string Reader { get; } = reader;

    /// <summary>What the caller believes; <see cref="SCardState.Unaware"/> asks for the state at once.</summary>
    public SCardState CurrentState { get; set; }

    /// <summary>Insertions and removals the caller knows of; a swap between two waits changes only this.</summary>
    public ushort CurrentEvents { get; set; }

    public SCardState EventState { get; private set; }

    /// <summary>The reader's count of insertions and removals (upper half of dwEventState).</summary>
    public ushort Events { get; private set; }

    /// <summary>ATR, 0 to 33 bytes.</summary>
    public byte[] Atr { get; private set; } = [];

    public bool HasCard => EventState.HasFlag(SCardState.Present);

    /// <summary>dwCurrentState: what the caller knows.</summary>
    public uint Known => ((uint)CurrentEvents << EventsShift) | (uint)CurrentState;

    /// <summary>Takes dwEventState and the ATR from the library.</summary>
    public void Learn(uint eventState, ReadOnlySpan<byte> atr) =>
        (EventState, Events, Atr) =
            ((SCardState)(ushort)eventState, (ushort)(eventState >> EventsShift), atr.ToArray());

    /// <summary>Takes what was learned as known, for the next wait.</summary>
    public void Accept() => (CurrentState, CurrentEvents) = (EventState & ~SCardState.Changed, Events);
}
