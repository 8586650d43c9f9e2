using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// The cyclic file of approved transactions that tag 9F4D names: its SFI and how many lines it keeps. The newest line
/// is record 1; lines stand bare, without a template.
/// </summary>
internal sealed class TransactionLog(byte file, byte lines)
{
    private readonly LinkedList<byte[]> _lines = [];

    public byte File { get; } = file;

    /// <summary>From the value of 9F4D; null when it is none.</summary>
    public static TransactionLog? Of(BerTlv? entry) =>
        entry is not null && entry.Value.Span is [>= EmvObject.FirstOwnFile and <= EmvObject.LastOwnFile, > 0]
            ? new TransactionLog(entry.Value.Span[0], entry.Value.Span[1])
            : null;

    /// <summary>Writes a line out of what the terminal gave: of two lists the second counts first.</summary>
    public void Add(FilledList first, FilledList second, byte[] counter)
    {
        var line = DataObjectList.Fill(DataObjectList.Parse(EmvObject.LogLine).Value, tag => (tag switch
        {
            EmvTag.Atc => counter,
            _ when second.Field(tag) is { Length: > 0 } later => later,
            _ => first.Field(tag),
        }, false));
        _lines.AddFirst(line);
        if (_lines.Count > lines)
        {
            _lines.RemoveLast();
        }
    }

    /// <summary>A line that no transaction of this card wrote.</summary>
    public void AddForeign() => _lines.AddFirst(
        [.. Enumerable.Repeat((byte)1, DataObjectList.Parse(EmvObject.LogLine).Value.Sum(entry => entry.Length))]);

    public CardAnswer Read(byte record) =>
        record <= _lines.Count ? CardAnswer.With([.. _lines.ElementAt(record - 1)]) : Sw.RecordNotFound;
}
