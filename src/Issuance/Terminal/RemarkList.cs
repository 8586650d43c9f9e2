using KioskSuite.Devices;

namespace KioskSuite.Issuance.Terminal;

/// <summary>Collects what is said of one card on one interface, each thing once.</summary>
internal sealed class RemarkList(string prefix = "")
{
    private const int Most = 128;
    private readonly List<TerminalRemark> _all = [];

    public IReadOnlyList<TerminalRemark> All => _all;

    public bool Refused => _all.Exists(r => r.Severity == RemarkSeverity.Refuses);

    public void Add(TerminalRemarkCode code, uint tag) => Add(code, $"{tag:X2}");

    public void Add(TerminalRemarkCode code, string place)
    {
        var remark = new TerminalRemark(code, prefix + place);
        var counts = _all.Count < Most || (remark.Severity == RemarkSeverity.Refuses && !Refused);
        if (counts && !_all.Contains(remark))
        {
            _all.Add(remark);
        }
    }

    public void AddWhen(bool wrong, TerminalRemarkCode code, uint tag)
    {
        if (wrong)
        {
            Add(code, tag);
        }
    }

    /// <summary>The first thing that went wrong: a refusal stands before the fault that ended the reading.</summary>
    public TerminalReport<T> Report<T>(Outcome<T> seen)
        where T : class
    {
        var refusal = _all.Find(r => r.Severity == RemarkSeverity.Refuses);
        var failure = refusal is null ? seen.Failure : new Failure(DeviceFault.CheckFailed, refusal.ToString());
        return new TerminalReport<T>(seen.Ok ? seen.Value : null, [.. _all], failure);
    }
}

/// <summary>What one run of a kernel came to.</summary>
/// <param name="Evidence">What was seen; null when the run did not come to a cryptogram.</param>
/// <param name="Remarks">Everything that somebody would dislike, in the order of the run.</param>
/// <param name="Failure">
/// Null when no remark refuses. Else <see cref="DeviceFault.CheckFailed"/> with the first refusing remark, or the
/// device's own fault when there is none.
/// </param>
public sealed record TerminalReport<T>(T? Evidence, IReadOnlyList<TerminalRemark> Remarks, Failure? Failure)
    where T : class
{
    public Outcome<T> ToOutcome() =>
        Failure is { } failure ? failure : Evidence ?? throw new InvariantException("a report without evidence");

    public override string ToString() => $"terminal report, {Remarks.Count} remarks";
}
