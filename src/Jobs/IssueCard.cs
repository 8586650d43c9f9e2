using System.Security.Cryptography;
using Google.Protobuf;
using KioskSuite.Devices;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Face;
using KioskSuite.Jobs.Issue;
using KioskSuite.Messages.Central;
using KioskSuite.Messages.Entries;
using Place = KioskSuite.Messages.Entries.Place;

namespace KioskSuite.Jobs;

/// <summary>
/// One card, top to bottom: prove, stop, consent, order, make, check, hand over, activate. A step is: journal the
/// intention, act, journal the outcome. Any failure leaves by <see cref="Settlement"/>, as a power cut does.
/// </summary>
public sealed class IssueCard(
    Steps steps, CentralCalls central, Questions questions, Settlement settlement, Reconciliation reconciliation,
    IdentityProof identity, Ledger ledger, JourneyBoard board, KioskDevices devices, Policies policies,
    KioskIdentity kiosk, TimeProvider time)
{
    private readonly ICardPrinter _printer = devices.Printer;
    private readonly IChipStation _chip = devices.Chip;
    private readonly ICardFacePainter _painter = devices.Painter;

    /// <summary>Runs the journey of a case just opened; it ends, or stays open for the settling loop.</summary>
    public async Task RunAsync(ulong c, CancellationToken stop)
    {
        var cause = "";
        try
        {
            var order = await AgreeAsync(c, stop);
            while (await SpoilsAsync(c, order, stop))
            {
                order.AfterTicket = ledger.Read(s => s.Find(c))!.Ticket;
            }
        }
        catch (StepFailed e)
        {
            // Journaled where it happened. What follows is the same as after a power cut.
            cause = e.Message;
        }
        finally
        {
            board.Hold(null);
        }

        await settlement.SettleAsync(c, cause, stop);
    }

    /// <summary>From the document to the customer's word on the fees: what is ordered.</summary>
    private async Task<Order> AgreeAsync(ulong c, CancellationToken stop)
    {
        var document = await ReadDocumentAsync(c, stop);
        var accounts = await central.LookUpAsync(c, document, stop);
        await identity.ProveAsync(c, document, stop);
        board.Hold(null);                                                           // the portrait has done its work
        var old = await questions.ChooseCardAsync(c, accounts, stop);
        await StopCardAsync(c, old, stop);
        Questions.RequireAllowed(accounts);                                         // risk never delays a stop (N5)
        await reconciliation.RequireIssuingAsync(stop);                             // nor does a machine out of order
        var terms = await questions.ConsentToFeesAsync(c, accounts, old, stop);     // only now: a stop waits for no fee
        await Painter(c, Act.MeasureName, () => _painter.MeasureAsync(document.Name, policies.Layout, stop), stop);
        return new Order { Replaces = old.Card, Product = policies.Layout, ConsentSha256 = ByteString.CopyFrom(terms) };
    }

    /// <summary>
    /// Makes the card and hands it over. True when the card was spoilt by itself, is void and in the bin, and another
    /// blank may be tried.
    /// </summary>
    private async Task<bool> SpoilsAsync(ulong c, Order order, CancellationToken stop)
    {
        try
        {
            await MakeAsync(c, order, stop);
            return false;
        }
        catch (StepFailed e) when (NewBlank.MayHelp(e) && ledger.Read(s => s.Find(c))!.Blanks < NewBlank.MostBlanks)
        {
            return await settlement.ClearAsync(c, e.Message, stop);
        }
    }

    private async Task MakeAsync(ulong c, Order order, CancellationToken stop)
    {
        CardImage? face = null;
        try
        {
            var permit = await central.OrderCardAsync(c, order, stop);
            await Move(c, permit, Place.Hopper, Place.ChipStation, () => _printer.FeedAsync(permit, stop), stop);
            var blank = await Chip(c, Act.OpenChip, () => Blank.OpenAsync(_chip, permit, kiosk.Blanks, stop), stop);
            using var script = CardScript.Of(await central.PersonaliseAsync(c, blank.ToOpened(permit), stop));
            face = await Painter(c, Act.DrawFace, () => _painter.DrawAsync(script.Face, stop), stop);
            var responses = await Chip(c, Act.WriteChip, () => ChipScript.RunAsync(_chip, script.Commands, stop), stop);
            var purchase = script.Arm(Proofs.TestTransaction(time));
            var check = new CardCheck(_chip, devices.Antenna);
            var seen = await Chip(
                c, Act.CheckChip, () => check.RunAsync(script.Expected, purchase, stop), stop);
            var evidence = seen.Contact;
            var verdict = await central.ProveAsync(c, Proofs.Of(permit, responses, seen.Contactless, evidence), stop);
            var (arpc, last) = (verdict.Arpc.Memory, verdict.IssuerScript.Select(command => command.Memory).ToList());
            await Chip(c, Act.CloseCheck, () => TerminalCheck.CloseAsync(_chip, evidence, arpc, last, stop), stop);
            await _chip.PowerOffAsync(stop);
            await Move(
                c, permit, Place.ChipStation, Place.Printer, () => _printer.LeaveStationAsync(permit, stop), stop);
            if (script.Tracks is { } tracks)
            {
                await Printer(c, Act.WriteStripe, () => _printer.WriteAndReadBackAsync(permit, tracks, stop), stop);
            }

            await Printer(c, Act.PrintFace, () => _printer.PrintAsync(permit, face, stop), stop);
            await Move(c, permit, Place.Printer, Place.Exit, () => _printer.PresentAsync(permit, stop), stop);
            await settlement.WaitTakenAsync(c, permit.Ticket, stop);
            await central.ActivateAsync(ledger.Read(s => s.Find(c))!, stop);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(face?.Rgb);
        }
    }

    private async Task<IdDocument> ReadDocumentAsync(ulong c, CancellationToken stop)
    {
        board.Show(v => v with { Scene = Scene.Document, Action = UserAction.PutDocumentDown });
        var reader = devices.IdReader;
        var document = await steps.Do(
            c, Act.ReadDocument, reader.Name, reader.Link, () => reader.ReadAsync(policies.DocumentWithin, stop), stop);
        board.Hold(document.Portrait.Ok ? document.Portrait.Value : null);
        board.Show(v => v with
        {
            Scene = Scene.Working,
            Action = UserAction.None,
            Person = Identity.Masking.Name(document.Name),
        });
        await steps.Note(c, Facts.Of(document), stop);
        return document;
    }

    private async Task StopCardAsync(ulong c, Account old, CancellationToken stop)
    {
        var consent = await questions.ConsentToStopAsync(c, old, stop);
        board.Show(v => v with { StopPending = true });
        var stopped = await central.StopCardAsync(c, old.Card, consent, stop);
        board.Show(v => v with { StopPending = false, StoppedAt = stopped.EffectiveAt });
    }

    private Task Move(
        ulong c,
        IssuePermit permit,
        Place from,
        Place to,
        Func<ValueTask<Outcome<Done>>> perform,
        CancellationToken stop)
    {
        var begin = permit.HasExpired(time) ? static () => new(DeviceFault.TicketExpired) : perform;
        return steps.Move(c, permit.Ticket, from, to, _printer, begin, stop);
    }

    private Task<T> Chip<T>(ulong c, Act act, Func<ValueTask<Outcome<T>>> perform, CancellationToken stop) =>
        steps.Do(c, act, _chip.Name, _chip.Link, perform, stop);

    private Task<T> Printer<T>(ulong c, Act act, Func<ValueTask<Outcome<T>>> perform, CancellationToken stop) =>
        steps.Do(c, act, _printer.Name, _printer.Link, perform, stop);

    private Task<T> Painter<T>(ulong c, Act act, Func<ValueTask<Outcome<T>>> perform, CancellationToken stop) =>
        steps.Do(c, act, "painter", "pipe", perform, stop);
}
