using System.Text;
using KioskSuite.Devices;
using KioskSuite.Devices.Links;

namespace KioskSuite.Tests.CardPrinter;

/// <summary>Passes everything on and keeps the heads of the commands that went out.</summary>
internal sealed class RecordingLink(ILink inner) : ILink
{
    /// <summary>Commands in order, without ESC and data.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>Whether the line outlives closing, as a cable does: late answers come through.</summary>
    public bool KeepsLateAnswers { get; set; }

    public string Kind => inner.Kind;

    public ValueTask<Outcome<Done>> OpenAsync(CancellationToken stop) => inner.OpenAsync(stop);

    public ValueTask<Outcome<Done>> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        var start = Encoding.Latin1.GetString(bytes.Span[1..Math.Min(bytes.Length, 64)]);
        Sent.Add(start.Split('\r')[0]);
        return inner.WriteAsync(bytes, stop);
    }

    public ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop) =>
        inner.ReadAsync(buffer, stop);

    public void DiscardInput()
    {
        if (!KeepsLateAnswers)
        {
            inner.DiscardInput();
        }
    }

    public ValueTask CloseAsync() => KeepsLateAnswers ? ValueTask.CompletedTask : inner.CloseAsync();

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
