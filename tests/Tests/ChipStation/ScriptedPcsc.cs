using System.Collections.Concurrent;
using KioskSuite.Devices.Links.Pcsc;

namespace KioskSuite.Tests.ChipStation;

/// <summary>A PC/SC library that answers what a test says, at once, and counts how often it is asked.</summary>
internal sealed class ScriptedPcsc : IPcscLibrary
{
    private int _calls;
    private nint _last;

    private List<string> Names => [.. Readers.Keys.Order(StringComparer.Ordinal)];

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>What was done with contexts, in order: establish or release, with the number.</summary>
    public ConcurrentQueue<string> Contexts { get; } = new();

    /// <summary>Readers by name, with what each shows.</summary>
    public ConcurrentDictionary<string, SCardState> Readers { get; } = [];

    /// <summary>Serial numbers by reader; one without refuses the question.</summary>
    public Dictionary<string, string> Serials { get; } = [];

    /// <summary>Readers that another program holds.</summary>
    public ConcurrentBag<string> Held { get; } = [];

    /// <summary>Names that were connected to power a card.</summary>
    public ConcurrentQueue<string> Powered { get; } = new();

    public Func<SCardError> OnEstablish { get; init; } = () => SCardError.Success;

    public Func<SCardError> OnChange { get; init; } = () => SCardError.Success;

    /// <summary>False: the service does not know the name that stands for coming and going.</summary>
    public bool KnowsArrivals { get; init; } = true;

    public SCardError Establish(out nint context)
    {
        Interlocked.Increment(ref _calls);
        var error = OnEstablish();
        context = error == SCardError.Success ? ++_last : 0;
        Contexts.Enqueue(context == 0 ? "refused" : $"establish {context}");
        return error;
    }

    public SCardError Release(nint context)
    {
        Contexts.Enqueue($"release {context}");
        return SCardError.Success;
    }

    public SCardError Cancel(nint context) => SCardError.Success;

    public SCardError ListReaders(nint context, out IReadOnlyList<string> readers)
    {
        Interlocked.Increment(ref _calls);
        readers = Names;
        return readers.Count == 0 ? SCardError.NoReadersAvailable : SCardError.Success;
    }

    public SCardError GetStatusChange(nint context, uint milliseconds, ReadOnlySpan<SCardReaderState> readers)
    {
        Interlocked.Increment(ref _calls);
        foreach (var reader in readers)
        {
            var state = reader.Reader != SCardReaderState.Notification
                ? Readers.GetValueOrDefault(reader.Reader, SCardState.Unknown)
                : KnowsArrivals ? SCardState.Unaware : SCardState.Unknown;
            reader.Learn((uint)(state | SCardState.Changed), []);
        }

        return OnChange();
    }

    public SCardError Connect(
        nint context,
        string reader,
        SCardShareMode share,
        SCardProtocol protocols,
        out nint card,
        out SCardProtocol protocol)
    {
        Interlocked.Increment(ref _calls);
        (card, protocol) = (Names.IndexOf(reader) + 1, SCardProtocol.T1);
        if (Held.Contains(reader))
        {
            return SCardError.SharingViolation;
        }

        if (share == SCardShareMode.Exclusive)
        {
            Powered.Enqueue(reader);
        }

        return SCardError.Success;
    }

    public SCardError Reconnect(
        nint card,
        SCardShareMode share,
        SCardProtocol protocols,
        SCardDisposition initialization,
        out SCardProtocol protocol)
    {
        protocol = SCardProtocol.T1;
        return SCardError.Success;
    }

    public SCardError Disconnect(nint card, SCardDisposition disposition) => SCardError.Success;

    public SCardError GetAtr(nint card, Span<byte> atr, out int length)
    {
        Convert.FromHexString("3B80800101").CopyTo(atr);
        length = 5;
        return SCardError.Success;
    }

    public SCardError GetAttribute(nint card, SCardAttribute attribute, Span<byte> value, out int length)
    {
        length = 0;
        if (!Serials.TryGetValue(Names[(int)card - 1], out var serial))
        {
            return SCardError.UnsupportedCard;
        }

        length = System.Text.Encoding.ASCII.GetBytes(serial, value);
        return SCardError.Success;
    }

    public SCardError Transmit(
        nint card, SCardProtocol protocol, ReadOnlySpan<byte> command, Span<byte> response, out int received)
    {
        Convert.FromHexString("9000").CopyTo(response);
        received = 2;
        return SCardError.Success;
    }
}
