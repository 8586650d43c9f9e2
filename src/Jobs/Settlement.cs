using KioskSuite.Devices;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Fold;
using KioskSuite.Jobs.Issue;
using KioskSuite.Messages.Entries;
using Place = KioskSuite.Messages.Entries.Place;

namespace KioskSuite.Jobs;

/// <summary>Carries out the <see cref="Settle"/> table for a case that left its journey.</summary>
public sealed class Settlement(
    Steps steps, CentralCalls central, Questions questions, Ledger ledger, JourneyBoard board, KioskDevices devices,
    Policies policies)
{
    private const int MostRounds = 12;
    private readonly ICardPrinter _printer = devices.Printer;

    /// <summary>
    /// Looks, decides, does one thing, looks again. True when the case ended; false while it waits for central or for
    /// the printer.
    /// </summary>
    public async Task<bool> SettleAsync(ulong c, string cause, CancellationToken stop)
    {
        var left = await ProgressAsync(c, cause, stop);
        if (ledger.Read(s => s.Find(c)) is not { } state)
        {
            return true;
        }

        if (left == SettleAct.Wait)
        {
            ShowWaiting(state);
            return false;
        }

        var ending = left == SettleAct.End ? Settle.EndingOf(state) : Ending.NeedsStaff;
        await EndAsync(c, ending, state.Cause.Length > 0 ? state.Cause : cause, stop);
        return true;
    }

    /// <summary>
    /// Settles a spoilt card and leaves its case open. True when the card is void at central and in the bin, so that a
    /// new blank may be tried; false when the case must be settled as it is.
    /// </summary>
    public async Task<bool> ClearAsync(ulong c, string cause, CancellationToken stop) =>
        await ProgressAsync(c, cause, stop) == SettleAct.End
        && ledger.Read(s => s.Find(c)) is { Void: CallState.Done, Place: Place.Retained, Doubtful: false };

    /// <returns>End or Wait; Nothing when the rounds were used up, or the case is not open.</returns>
    private async Task<SettleAct> ProgressAsync(ulong c, string cause, CancellationToken stop)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            if (ledger.Read(s => s.Find(c)) is not { } state)
            {
                return SettleAct.Nothing;
            }

            var seen = state.NeedsDevices ? await LookAsync(stop) : null;
            var next = Settle.Next(state, seen);
            if (next is SettleAct.Wait or SettleAct.End)
            {
                return next;
            }

            try
            {
                await ActAsync(state, next, seen, cause, stop);
            }
            catch (StepFailed e) when (e.Problem == Problem.CentralAway && !CardCanMove(state, next, seen))
            {
                return SettleAct.Wait;
            }
            catch (StepFailed)
            {
                // Journaled; the next look decides.
            }
        }

        return SettleAct.Nothing;
    }

    /// <summary>Waits for a hand at the exit. Also the last step of the forward path.</summary>
    public async Task WaitTakenAsync(ulong c, string ticket, CancellationToken stop)
    {
        board.Show(v => v with { Case = c, Scene = Scene.TakeCard, Action = UserAction.TakeCard });
        try
        {
            await steps.Move(c, ticket, Place.Exit, Place.Taken, _printer, () => RemindAsync(stop), stop);
        }
        finally
        {
            board.Show(v => v with { Scene = Scene.Working, Action = UserAction.None, Reminder = false });
        }
    }

    // N41: reminded at half time, pulled back at the end of it.
    private async ValueTask<Outcome<Done>> RemindAsync(CancellationToken stop)
    {
        var taken = await _printer.WaitTakenAsync(policies.TakeWithin / 2, stop);
        if (taken.Failure is not { Fault: DeviceFault.CardNotTaken })
        {
            return taken;
        }

        board.Show(v => v with { Reminder = true });
        return await _printer.WaitTakenAsync(policies.TakeWithin / 2, stop);
    }

    // A finished card may go to the bin before central hears of the void: it was never active.
    private static bool CardCanMove(CaseState s, SettleAct tried, Sighting? seen) =>
        tried == SettleAct.Void && s.Void == CallState.None && seen?.At is not null;

    private Task ActAsync(CaseState s, SettleAct next, Sighting? seen, string cause, CancellationToken stop) => next
        switch
    {
        SettleAct.RepeatStop => RepeatStopAsync(s, stop),
        SettleAct.RepeatOrder => central.RepeatOrderAsync(s, stop),
        SettleAct.Activate => central.ActivateAsync(s, stop),
        SettleAct.Observe => ObserveAsync(s, seen!, stop),
        SettleAct.WaitTaken => WaitTakenAsync(s.Case, s.Ticket, stop),
        SettleAct.AskStaff => AskStaffAsync(s, stop),
        SettleAct.Void => central.VoidAsync(s, cause, stop),
        SettleAct.Retain => RetainAsync(s, stop),
        _ => throw new InvariantException($"{next} is no act"),
    };

    private async Task RepeatStopAsync(CaseState s, CancellationToken stop)
    {
        var stopped = await central.RepeatStopAsync(s, stop);
        Show(s.Case, v => v with { StopPending = false, StoppedAt = stopped.EffectiveAt });
    }

    private Task ObserveAsync(CaseState s, Sighting? seen, CancellationToken stop)
    {
        var move = s.Moving ?? new OpenMove(0, s.Place, Place.Taken);
        var said = s.SeenByPerson && s.Moving is null && s.Place == Place.Unknown;
        var to = said ? Place.Taken : Settle.Observed(move, seen!, ledger.Read(k => k.UnknownFeeds(seen!.Inserted)));
        return steps.Note(
            s.Case,
            new Moved { Of = move.Of, Item = s.Ticket, From = move.From, To = to, Cause = said ? "said" : "seen" },
            stop);
    }

    private async Task AskStaffAsync(CaseState s, CancellationToken stop)
    {
        board.Show(v => (v.Case == s.Case ? v : v.Of(s.Case)) with { StaffAsked = true });
        try
        {
            await questions.WhereIsTheCardAsync(s.Case, stop);
        }
        finally
        {
            board.Show(v => v with { StaffAsked = false });
        }
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
