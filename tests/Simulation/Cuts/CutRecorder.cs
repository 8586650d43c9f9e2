using KioskSuite.Journal;
using KioskSuite.Simulation.Shared;

namespace KioskSuite.Simulation.Cuts;

/// <summary>Where in a commit the power goes.</summary>
internal enum Phase
{
    /// <summary>The commit began and is half on the disk: it never was.</summary>
    BeforeCommit,

    /// <summary>The commit stands, and nothing was done after it.</summary>
    AfterCommit,

    /// <summary>What the commit announced was done, and the next commit was not begun.</summary>
    ActDone,
}

/// <summary>One cut: at which commit, in which phase, and what was left.</summary>
internal sealed record Cut(int Boundary, Phase Phase, string What, Snapshot Left)
{
    public override string ToString() => $"boundary {Boundary} ({What}), {Phase}";
}

/// <summary>Takes what a power cut would leave, at every commit of one run.</summary>
internal sealed class CutRecorder(World world)
{
    private readonly List<Cut> _cuts = [];
    private Snapshot? _before;
    private string _what = "";

    public int Boundaries { get; private set; }

    public IReadOnlyList<Cut> Cuts => _cuts;

    public void Before(IReadOnlyList<Fact> facts)
    {
        _before = Snapshot.Of(world);
        if (Boundaries > 0)
        {
            _cuts.Add(new(Boundaries, Phase.ActDone, _what, _before));
        }

        Boundaries++;
        _what = string.Join(" + ", facts.Select(f => Entries.Describe(f.Kind, f.Payload.Span)));
    }

    public void After(IReadOnlyList<Entry> entries)
    {
        var after = Snapshot.Of(world);
        _cuts.Add(new(Boundaries, Phase.BeforeCommit, _what, after.TornAfter(_before!)));
        _cuts.Add(new(Boundaries, Phase.AfterCommit, _what, after));
    }

    /// <summary>The run is over; what the last commit announced is done.</summary>
    public void End() => _cuts.Add(new(Boundaries, Phase.ActDone, _what, Snapshot.Of(world)));
}
