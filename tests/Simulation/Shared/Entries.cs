using Google.Protobuf;
using KioskSuite.Jobs;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Simulation.Shared;

/// <summary>Entries in words, for the log of a failed cut.</summary>
internal static class Entries
{
    private static readonly Dictionary<string, MessageParser> s_parsers = new(StringComparer.Ordinal)
    {
        [EntryKinds.ActIntended] = ActIntended.Parser,
        [EntryKinds.ActFailed] = ActFailed.Parser,
        [EntryKinds.CardMoving] = Moving.Parser,
        [EntryKinds.CardMoved] = Moved.Parser,
        [EntryKinds.CardStuck] = MoveFailed.Parser,
        [EntryKinds.CallDone] = CallDone.Parser,
        [EntryKinds.CallRefused] = CallRefused.Parser,
        [EntryKinds.QuestionAnswered] = Answered.Parser,
        [EntryKinds.CaseEnded] = CaseEnded.Parser,
    };

    public static string Describe(string kind, ReadOnlySpan<byte> payload) => kind switch
    {
        EntryKinds.CallIntended => $"{kind} {CallIntended.Parser.ParseFrom(payload).Call}",
        EntryKinds.QuestionAsked => $"{kind} {Asked.Parser.ParseFrom(payload).Question}",
        _ when s_parsers.TryGetValue(kind, out var parser) => $"{kind} {parser.ParseFrom(payload)}",
        _ => kind,
    };

    public static string Describe(Entry e) => $"{e.Seq} {Describe(e.Kind, e.Payload)}";
}
