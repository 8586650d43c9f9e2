using System.Diagnostics;

namespace KioskSuite.Fuzz;

/// <summary>A parser of foreign bytes: it answers or refuses, whatever comes.</summary>
/// <param name="Name">As in the report.</param>
/// <param name="Seeds">Sound inputs to start from.</param>
/// <param name="Run">True when the input was accepted.</param>
/// <param name="Share">Its part of all executions; slower parsers get less.</param>
/// <param name="Words">What may stand in place of a quoted word; for parsers of text.</param>
internal sealed record Target(
    string Name, IReadOnlyList<byte[]> Seeds, Func<byte[], bool> Run, int Share = 4,
    IReadOnlyList<byte[]>? Words = null);

/// <summary>What a target did.</summary>
/// <param name="Blocks">Basic blocks reached by its inputs.</param>
/// <param name="Finding">What went wrong and the input that did it, hex; empty when nothing did.</param>
/// <param name="FoundAfter">Execution of the finding, 0 when there is none.</param>
internal sealed record TargetReport(
    string Name, long Executions, int Blocks, int Corpus, long Accepted, long MostAllocated, string Finding,
    long FoundAfter);

/// <summary>Mutates, runs, keeps what reached something new. Stops at the first finding.</summary>
internal static class FuzzLoop
{
    private const int MostKept = 4096;
    private const long AllowedAllocation = 1024 * 1024;
    private const int AllowedPerByte = 1024;
    private static readonly TimeSpan s_tooLong = TimeSpan.FromSeconds(2);

    /// <param name="target">The parser.</param>
    /// <param name="coverage">Feedback.</param>
    /// <param name="seed">Of the mutations.</param>
    /// <param name="executions">How many.</param>
    public static TargetReport Run(Target target, Coverage coverage, int seed, long executions)
    {
        var corpus = new List<byte[]>();
        var mutator = new Mutator(seed, target.Words ?? []);
        var (accepted, allocated) = (0L, 0L);
        for (var i = 0L; i < executions; i++)
        {
            var input = i < target.Seeds.Count ? target.Seeds[(int)i] : mutator.Next(corpus);
            coverage.Clear();
            var (finding, took, spent) = Try(target, input, ref accepted);
            allocated = Math.Max(allocated, spent);
            finding ??= spent > AllowedAllocation + (long)AllowedPerByte * input.Length ? $"allocates {spent} bytes"
                : took > s_tooLong ? $"takes {took.TotalSeconds:0.0} s"
                : null;
            if (finding is not null)
            {
                var said = $"{finding}: {Convert.ToHexString(input)}";
                return new(target.Name, i + 1, coverage.Reached, corpus.Count, accepted, allocated, said, i + 1);
            }

            if ((coverage.IsNew() || i < target.Seeds.Count) && corpus.Count < MostKept)
            {
                corpus.Add(input);
            }
        }

        return new(target.Name, executions, coverage.Reached, corpus.Count, accepted, allocated, "", 0);
    }

    private static (string? Finding, TimeSpan Took, long Spent) Try(Target target, byte[] input, ref long accepted)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        try
        {
            accepted += target.Run(input) ? 1 : 0;
            return (null, Stopwatch.GetElapsedTime(started), GC.GetAllocatedBytesForCurrentThread() - before);
        }
        catch (Exception unexpected)
        {
            // Whatever a parser throws is a finding: it has typed refusals for everything.
            return ($"{unexpected.GetType().Name} in {unexpected.TargetSite?.DeclaringType?.Name}", TimeSpan.Zero, 0);
        }
    }
}
