using Google.Protobuf;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Tests.ConsoleTool;

/// <summary>A case with one card that was taken and one that is stuck, and a kind that nobody knows yet.</summary>
internal static class SampleLog
{
    public const ulong FirstCase = 4;
    public const ulong OpenCase = 10;

    public static async Task WriteAsync(IJournal log)
    {
        await Add(log, "service.started", new ServiceStarted { Software = "1.2.3", ConfigSha256 = Bytes(32) });
        await Add(log, "stock.counted", new Counted { Place = Place.Hopper, N = 50 });
        await Add(log, "case.opened", new CaseOpened { Journey = "issue-card" }, opens: true);
        var moving = await Add(log, "card.moving", Move("blank-1", Place.Hopper, Place.Exit), FirstCase);
        await Add(log, "card.moved", Moved(moving, "blank-1", Place.Hopper, Place.Exit), FirstCase);
        moving = await Add(log, "card.moving", Move("blank-1", Place.Exit, Place.Taken), FirstCase);
        await Add(log, "card.moved", Moved(moving, "blank-1", Place.Exit, Place.Taken), FirstCase);
        await Add(log, "case.ended", new CaseEnded { Ending = Ending.CardTaken }, FirstCase);
        await Add(log, "case.opened", new CaseOpened { Journey = "issue-card" }, opens: true);
        var document = new DocumentRead { Kind = "resident", MaskedNumber = "1101**********0013" };
        await Add(log, "document.read", document, OpenCase);
        await Add(log, "call.intended", new CallIntended { Call = Call.StopCard, Request = Bytes(77) }, OpenCase);
        moving = await Add(log, "card.moving", Move("blank-2", Place.Hopper, Place.ChipStation), OpenCase);
        await Add(log, "card.moved", Moved(moving, "blank-2", Place.Hopper, Place.ChipStation), OpenCase);
        moving = await Add(log, "card.moving", Move("blank-2", Place.ChipStation, Place.Printer), OpenCase);
        await Add(log, "card.stuck", new MoveFailed { Of = moving, Fault = "CardJam" }, OpenCase);
        await log.AppendAsync([new Fact("later.kind", "SECRET-BYTES"u8.ToArray())], CancellationToken.None);
        await log.AppendAsync([new Fact("act.done", "SECRET-BYTES"u8.ToArray())], CancellationToken.None);
    }

    private static async Task<ulong> Add(
        IJournal log, string kind, IMessage message, ulong @case = 0, bool opens = false) =>
        (await log.AppendAsync([new Fact(kind, message.ToByteArray(), @case, opens)], CancellationToken.None))[0].Seq;

    private static Moving Move(string item, Place from, Place to) => new() { Item = item, From = from, To = to };

    private static Moved Moved(ulong of, string item, Place from, Place to) =>
        new() { Of = of, Item = item, From = from, To = to };

    private static ByteString Bytes(int count) => ByteString.CopyFrom(new byte[count]);
}
