using KioskSuite.Devices;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Issue;
using KioskSuite.Messages.Entries;
using Place = KioskSuite.Messages.Entries.Place;

namespace KioskSuite.Jobs;

/// <summary>
/// Compares the ledger with what the printer sees and has counted. Where they differ no card is made until the
/// difference goes away by itself, or a person counted and says so; that word is journaled.
/// </summary>
public sealed class Reconciliation(
    Ledger ledger, Readiness readiness, IDeviceWatch watch, Questions questions, JourneyBoard board,
    ICardPrinter printer, TimeProvider time)
{
    private static readonly TimeSpan s_openWithin = TimeSpan.FromSeconds(10);
    private const string FirstSeen = "first seen";
    private static readonly Place[] s_inside = [Place.ChipStation, Place.Printer, Place.Exit];
    private Signal<string>? _asked;
    private ulong _of;

    /// <summary>
    /// The step that a journey takes before it shows a fee: devices that are only just being opened get their time,
    /// and ledger and printer are compared now, not when somebody last looked.
    /// </summary>
    /// <exception cref="StepFailed">No card is made here now.</exception>
    public async Task RequireIssuingAsync(CancellationToken stop)
    {
        using var late = new CancellationTokenSource(s_openWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            for (var seen = watch.Version; readiness.Opening; seen = watch.Version)
            {
                await watch.WaitBeyondAsync(seen, either.Token);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Still not open: it counts as not ready.
        }

        await CompareAsync(stop);
        readiness.RequireIssuing();
    }

    /// <summary>Looks once, when no journey has the devices. A silent printer leaves it unknown.</summary>
    public async Task CompareAsync(CancellationToken stop)
    {
        var seen = await printer.LookAsync(stop);
        if (seen.Failure is not null)
        {
            readiness.Agreement = Agreement.Unknown;
            return;
        }

        if (seen.Value.Inserted is { } inserted && !ledger.Read(s => s.CountersKnown))
        {
            await ledger.AppendAsync(0, stop, new Counters { Inserted = inserted, Cause = FirstSeen });
        }

        readiness.Agreement = ledger.Read(s => Compare(s, seen.Value));
        await AskAsync(seen.Value, stop);
    }

    private static Agreement Compare(Fold.KioskState s, Sighting seen) =>
        s.Doubtful ? Agreement.LogDoubtful
        : seen.At is not null || s_inside.Sum(s.CardsAt) != 0 || s.OpenCases.Any(c => c.Moving is not null)
            ? Agreement.CardInside
        : s.UnknownFeeds(seen.Inserted) != 0 ? Agreement.CountersDiffer
        : Agreement.Agreed;

    // Beside any session, and without a deadline: the machine waits for whoever counts its cards.
    private async Task AskAsync(Sighting seen, CancellationToken stop)
    {
        var differs = readiness.Agreement is Agreement.CountersDiffer or Agreement.LogDoubtful;
        if (differs && _asked is null)
        {
            (_of, _asked) = await questions.CountersDifferAsync(stop);
        }
        else if (differs && _asked?.GivenOrDefault is { } answer)
        {
            await ledger.AppendAsync(
                0,
                stop,
                new Answered { Of = _of, Who = "teller", Option = answer },
                new Counters { Inserted = seen.Inserted ?? 0, Cause = Decisions.Accept });
            readiness.Agreement = ledger.Read(s => Compare(s, seen));
            Forget();
        }
        else if (!differs && _asked is not null)
        {
            await ledger.AppendAsync(0, stop, new NotAnswered { Of = _of });
            Forget();
        }
    }

    private void Forget()
    {
        _asked = null;
        board.AskStaff(null);
    }
}
