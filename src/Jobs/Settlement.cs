using KioskSuite.Devices;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Fold;
using KioskSuite.Messages.Entries;
using Place = KioskSuite.Messages.Entries.Place;

namespace KioskSuite.Jobs;

/// <summary>Carries out the <see cref="Settle"/> table for a case that left its journey.</summary>
public sealed class Settlement(
    Steps steps, CentralCalls central, Ledger ledger, JourneyBoard board, KioskDevices devices, Policies policies)
{
    private const int MostRounds = 12;
    private readonly ICardPrinter _printer = devices.Printer;

    /// <summary>
    /// Looks, decides, does one thing, looks again. True when the case ended; false while it waits for central.
    /// </summary>
    public async Task<bool> SettleAsync(ulong c, string cause, CancellationToken stop)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            if (ledger.Read(s => s.Find(c)) is not { } state)
            {
                return true;
            }

            var seen = state.NeedsDevices ? await LookAsync(stop) : null;
            var next = Settle.Next(state, seen);
            if (next == SettleAct.Wait)
            {
                ShowWaiting(state);
                return false;
            }

            try
            {
                await ActAsync(state, next, seen, cause, stop);
            }
            catch (StepFailed e) when (e.Problem == Problem.CentralAway && !CardCanMove(state, next, seen))
            {
                ShowWaiting(state);
                return false;
            }
            catch (StepFailed)
            {
                // Journaled; the next look decides.
            }
        }

        await EndAsync(c, Ending.NeedsStaff, "settling did not end", stop);
        return true;
    }

    /// <summary>Waits for a hand at the exit. Also the last step of the forward path.</summary>
    public async Task WaitTakenAsync(ulong c, string ticket, CancellationToken stop)
    {
        board.Show(v => v with { Case = c, Scene = Scene.TakeCard, Action = UserAction.TakeCard });
        try
        {
            await steps.Move(
                c,
                ticket,
                Place.Exit,
                Place.Taken,
                _printer,
                () => _printer.WaitTakenAsync(policies.TakeWithin, stop),
                stop);
        }
        finally
        {
            board.Show(v => v with { Scene = Scene.Working, Action = UserAction.None });
        }
    }

    // A finished card may go to the bin before central hears of the void: it was never active.
    private static bool CardCanMove(CaseState s, SettleAct tried, Sighting? seen) =>
        tried == SettleAct.Void && s.Void == CallState.None && seen?.At is not null;

    private Task ActAsync(CaseState s, SettleAct next, Sighting? seen, string cause, CancellationToken stop) => next
        switch
    {
        SettleAct.RepeatStop => RepeatStopAsync(s, stop),
        SettleAct.RepeatOrder => central.RepeatOrderAsync(s, stop),
        SettleAct.Activate => central.ActivateAsync(s.Case, s.Ticket, stop),
        SettleAct.Observe => ObserveAsync(s, seen!, stop),
        SettleAct.WaitTaken => WaitTakenAsync(s.Case, s.Ticket, stop),
        SettleAct.Void => central.VoidAsync(s, cause, stop),
        SettleAct.Retain => RetainAsync(s, stop),
        _ => EndAsync(s.Case, Settle.EndingOf(s), s.Cause.Length > 0 ? s.Cause : cause, stop),
    };

    private async Task RepeatStopAsync(CaseState s, CancellationToken stop)
    {
        var stopped = await central.RepeatStopAsync(s, stop);
        Show(s.Case, v => v with { StopPending = false, StoppedAt = stopped.EffectiveAt });
    }

    private Task ObserveAsync(CaseState s, Sighting seen, CancellationToken stop)
    {
        var move = s.Moving ?? new OpenMove(0, s.Place, Place.Taken);
        var to = Settle.Observed(move, seen);
        return steps.Note(
            s.Case, new Moved { Of = move.Of, Item = s.Ticket, From = move.From, To = to, Cause = "seen" }, stop);
    }

    private Task RetainAsync(CaseState s, CancellationToken stop) =>
        steps.Move(s.Case, s.Ticket, s.Place, Place.Retained, _printer, () => _printer.RetainAsync(stop), stop);

    private async Task<Sighting?> LookAsync(CancellationToken stop)
    {
        await devices.Chip.PowerOffAsync(stop);
        var seen = await _printer.LookAsync(stop);
        if (!seen.Ok && (await _printer.OpenAsync(stop)).Ok)
        {
            seen = await _printer.LookAsync(stop);
        }

        return seen.Ok ? seen.Value : null;
    }

    private async Task EndAsync(ulong c, Ending ending, string cause, CancellationToken stop)
    {
        await steps.Note(c, new CaseEnded { Ending = ending, Cause = cause }, stop);
        Show(c, v => v with
        {
            Scene = Scene.End,
            Outcome = Names.Of(ending),
            Unsettled = false,
            Action = UserAction.None,
        });
    }

    private void ShowWaiting(CaseState s)
    {
        var ending = s.Stop == CallState.Open ? Ending.LossRecorded : Settle.EndingOf(s);
        Show(s.Case, v => v with { Scene = Scene.End, Outcome = Names.Of(ending), Unsettled = true });
    }

    // The settling loop must not paint over the session of the next customer.
    private void Show(ulong c, Func<JourneyView, JourneyView> change) => board.Show(v => v.Case == c ? change(v) : v);
}
