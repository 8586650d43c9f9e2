using Google.Protobuf;
using KioskSuite.Messages.Entries;

namespace KioskSuite.ConsoleTool;

/// <summary>Which message an entry's payload is. A kind that is not here is shown by its length.</summary>
internal static class EntryKinds
{
    public static IReadOnlyDictionary<string, MessageParser> Parsers { get; } = new Dictionary<string, MessageParser>
    {
        ["epoch.opened"] = EpochOpened.Parser,
        ["service.started"] = ServiceStarted.Parser,
        ["stock.counted"] = Counted.Parser,
        ["case.opened"] = CaseOpened.Parser,
        ["act.intended"] = ActIntended.Parser,
        ["act.done"] = ActDone.Parser,
        ["act.failed"] = ActFailed.Parser,
        ["card.moving"] = Moving.Parser,
        ["card.moved"] = Moved.Parser,
        ["card.stuck"] = MoveFailed.Parser,
        ["call.intended"] = CallIntended.Parser,
        ["call.done"] = CallDone.Parser,
        ["call.refused"] = CallRefused.Parser,
        ["question.asked"] = Asked.Parser,
        ["question.answered"] = Answered.Parser,
        ["question.lapsed"] = NotAnswered.Parser,
        ["document.read"] = DocumentRead.Parser,
        ["face.checked"] = FaceChecked.Parser,
        ["case.ended"] = CaseEnded.Parser,
        ["device.counters"] = Counters.Parser,
        ["snapshot"] = Snapshot.Parser,
    };

    /// <summary>The message, or null for an unknown kind or a payload that is no such message.</summary>
    public static IMessage? Read(string kind, byte[] payload)
    {
        if (!Parsers.TryGetValue(kind, out var parser))
            return null;
        try
        {
            return parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
