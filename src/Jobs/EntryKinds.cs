using Google.Protobuf;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Jobs;

/// <summary>Names of entry kinds (the journal's text column). A kind is never used again for something else.</summary>
public static class EntryKinds
{
    public const string ServiceStarted = "service.started";
    public const string StockCounted = "stock.counted";
    public const string CaseOpened = "case.opened";
    public const string ActIntended = "act.intended";
    public const string ActDone = "act.done";
    public const string ActFailed = "act.failed";
    public const string CardMoving = "card.moving";
    public const string CardMoved = "card.moved";
    public const string CardStuck = "card.stuck";
    public const string CallIntended = "call.intended";
    public const string CallDone = "call.done";
    public const string CallRefused = "call.refused";
    public const string QuestionAsked = "question.asked";
    public const string QuestionAnswered = "question.answered";
    public const string QuestionLapsed = "question.lapsed";
    public const string DocumentRead = "document.read";
    public const string FaceChecked = "face.checked";
    public const string CaseEnded = "case.ended";

    public const string DeviceCounters = "device.counters";
    public const string Snapshot = JournalKinds.Snapshot;

    private static readonly Dictionary<Type, string> s_kinds = new()
    {
        [typeof(ServiceStarted)] = ServiceStarted,
        [typeof(Counted)] = StockCounted,
        [typeof(CaseOpened)] = CaseOpened,
        [typeof(ActIntended)] = ActIntended,
        [typeof(ActDone)] = ActDone,
        [typeof(ActFailed)] = ActFailed,
        [typeof(Moving)] = CardMoving,
        [typeof(Moved)] = CardMoved,
        [typeof(MoveFailed)] = CardStuck,
        [typeof(CallIntended)] = CallIntended,
        [typeof(CallDone)] = CallDone,
        [typeof(CallRefused)] = CallRefused,
        [typeof(Asked)] = QuestionAsked,
        [typeof(Answered)] = QuestionAnswered,
        [typeof(NotAnswered)] = QuestionLapsed,
        [typeof(DocumentRead)] = DocumentRead,
        [typeof(FaceChecked)] = FaceChecked,
        [typeof(CaseEnded)] = CaseEnded,
        [typeof(Counters)] = DeviceCounters,
        [typeof(Snapshot)] = Snapshot,
    };

    /// <summary>Whether this program knows what an entry of this kind means.</summary>
    public static bool IsKnown(string kind) => kind == JournalKinds.EpochOpened || s_kinds.ContainsValue(kind);

    /// <summary>The fact that carries this payload; its type decides the kind.</summary>
    public static Fact Fact(this IMessage payload, ulong @case = 0) =>
        new(s_kinds[payload.GetType()], payload.ToByteArray(), @case, OpensCase: payload is CaseOpened);
}
