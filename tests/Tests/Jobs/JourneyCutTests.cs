using Grpc.Core;
using KioskSuite.Jobs;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Tests.Jobs;

/// <summary>The process dies before or after any commit; a new one settles over the same journal.</summary>
public sealed class JourneyCutTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_cut_at_any_entry_ends_settled(bool taken, bool centralAway)
    {
        var appends = await CountAsync(taken);
        var endings = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var cut = 1; cut <= appends; cut++)
        {
            foreach (var committed in (bool[])[false, true])
            {
                var triple = await CutAsync(cut, committed, taken, centralAway);
                endings[triple] = endings.GetValueOrDefault(triple) + 1;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{2 * appends} cuts: {string.Join(", ", endings.Select(e => $"{e.Value} × {e.Key}"))}");
        appends.ShouldBeGreaterThan(40);
        endings.Keys.ShouldContain("refused active none");
        endings.Keys.ShouldContain("card-retained stopped void");
    }

    private static async Task<int> CountAsync(bool taken)
    {
        using var bench = new JourneyBench();
        bench.Printer.HandAtExit = taken;
        await bench.Process().Ledger.AppendAsync(0, default, new Counted { Place = Place.Hopper, N = 25 });
        var counting = new CuttingJournal(bench.Journal, int.MaxValue, committed: false);
        await bench.Process(counting).StartAsync(bench.Person);
        return counting.Appends;
    }

    private static async Task<string> CutAsync(int cut, bool committed, bool taken, bool centralAway)
    {
        using var bench = new JourneyBench();
        bench.Printer.HandAtExit = taken;
        await bench.Process().Ledger.AppendAsync(0, default, new Counted { Place = Place.Hopper, N = 25 });
        var first = bench.Process(new CuttingJournal(bench.Journal, cut, committed));
        await Should.ThrowAsync<PowerCutException>(() => first.StartAsync(bench.Person));
        if (centralAway)
        {
            await SettleWithoutCentralAsync(bench);
        }

        await bench.Process().SettleAsync();
        JourneyEnd.Invariants(bench);
        return Triple(bench);
    }

    private static async Task SettleWithoutCentralAsync(JourneyBench bench)
    {
        foreach (var method in (string[])["StopCard", "OrderCard", "Activate", "VoidCard"])
        {
            bench.Line.Rules[method] = JourneyLine.Saying(StatusCode.Unavailable);
        }

        await bench.Process().SettleAsync();
        bench.Line.Rules.Clear();
    }

    private static string Triple(JourneyBench bench)
    {
        var ended = bench.Journal.Read(1, 10_000).LastOrDefault(e => e.Kind == EntryKinds.CaseEnded);
        if (ended is null)
        {
            return "no case";
        }

        var triple = new JourneyEnd(bench, ended.Case).Triple;
        triple.StartsWith("card-taken", StringComparison.Ordinal)
            .ShouldBe(triple == "card-taken stopped active", triple);
        (triple.StartsWith("refused", StringComparison.Ordinal) && triple != "refused active none")
            .ShouldBeFalse(triple);
        return triple;
    }
}

/// <summary>Thrown where the power goes; nothing in the product knows it.</summary>
internal sealed class PowerCutException : Exception;

/// <summary>A journal whose n-th commit is the last thing the process does, or the first it does not.</summary>
internal sealed class CuttingJournal(IJournal inner, int cut, bool committed) : IJournal
{
    public int Appends { get; private set; }

    public Position Head => inner.Head;

    public async ValueTask<IReadOnlyList<Entry>> AppendAsync(IReadOnlyList<Fact> facts, CancellationToken stop)
    {
        Appends++;
        if (Appends > cut || (Appends == cut && !committed))
        {
            throw new PowerCutException();
        }

        var entries = await inner.AppendAsync(facts, stop);
        return Appends == cut ? throw new PowerCutException() : entries;
    }

    public IReadOnlyList<Entry> Read(ulong fromSeq, int limit) => inner.Read(fromSeq, limit);

    public Task WaitBeyondAsync(ulong seq, CancellationToken stop) => inner.WaitBeyondAsync(seq, stop);

    public byte[]? HashAt(ulong seq) => inner.HashAt(seq);

    public Entry? NewestSnapshot() => inner.NewestSnapshot();
}
