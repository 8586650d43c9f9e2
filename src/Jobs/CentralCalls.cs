using Google.Protobuf;
using Grpc.Core;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Jobs.Fold;
using KioskSuite.Messages.Central;
using KioskSuite.Messages.Entries;
using DocumentToken = KioskSuite.Jobs.Issue.DocumentToken;

namespace KioskSuite.Jobs;

/// <summary>
/// The seven commands to central as journeys use them: journaled, keyed, repeated under the same key.
/// </summary>
public sealed class CentralCalls(
    Steps steps, Ledger ledger, Commands.CommandsClient central, KioskIdentity kiosk, TicketVerifier tickets)
{
    private const int LongestName = 64;

    /// <summary>Reads only, so it has no key and is not journaled.</summary>
    public Task<Accounts> LookUpAsync(ulong c, IdDocument document, CancellationToken stop) =>
        steps.Timed(c, "look-up", "central", "grpc", async () =>
        {
            var who = new Who { Kiosk = kiosk.Id, DocumentToken = DocumentToken.Of(document, kiosk.DocumentTokenKey) };
            try
            {
                return await steps.Patiently(options => central.LookUpAsync(who, options), stop);
            }
            catch (RpcException)
            {
                throw new StepFailed(Problem.PersonUnknown);
            }
        });

    public Task<Stopped> StopCardAsync(ulong c, string card, byte[] consent, CancellationToken stop) =>
        SendStop(c, new Stop { Card = card, Formal = true, ConsentSha256 = ByteString.CopyFrom(consent) }, stop);

    /// <summary>Sends the open stop of a case again, under its own key.</summary>
    public Task<Stopped> RepeatStopAsync(CaseState s, CancellationToken stop) =>
        SendStop(s.Case, Stop.Parser.ParseFrom(Request(s, Call.StopCard)), stop);

    /// <summary>Orders a card and verifies the ticket before any motor turns.</summary>
    public async Task<IssuePermit> OrderCardAsync(ulong c, Order order, CancellationToken stop)
    {
        var ticket = await SendOrder(c, order, stop);
        return tickets.Verify(ticket, new(kiosk.Id, ledger.Head.EpochId, c, order.Replaces, order.Product));
    }

    public Task RepeatOrderAsync(CaseState s, CancellationToken stop) =>
        SendOrder(s.Case, Order.Parser.ParseFrom(Request(s, Call.OrderCard)), stop);

    /// <summary>Round trip 1. Never repeated after a restart: a chip is not resumed.</summary>
    public Task<Script> PersonaliseAsync(ulong c, Opened opened, CancellationToken stop) => steps.Ask(
        c, Call.Personalise, null, (k, o) => central.PersonaliseAsync(Keyed(opened, k), o), _ => new CallDone(), stop);

    /// <summary>Round trip 2; a verdict other than proved is <see cref="Problem.NotProved"/>.</summary>
    public async Task<Verdict> ProveAsync(ulong c, Proof proof, CancellationToken stop)
    {
        var verdict = await steps.Ask(
            c,
            Call.Prove,
            null,
            (k, o) => central.ProveAsync(Keyed(proof, k), o),
            v => IsSound(v) ? new CallDone { Proved = v.Proved } : null,
            stop);
        return verdict.Proved ? verdict : throw new StepFailed(Problem.NotProved);
    }

    /// <summary>Tells that the card was taken, and whether a device or a person saw it (N42).</summary>
    public Task ActivateAsync(CaseState s, CancellationToken stop)
    {
        var taken = new Taken { Ticket = s.Ticket, SeenByPerson = s.SeenByPerson };
        return Send(s.Case, Call.Activate, taken, (k, o) => central.ActivateAsync(Keyed(taken, k), o), r =>
            SettledAs(r, "active"), stop);
    }

    /// <param name="cause">Why, where the journal does not say.</param>
    public Task VoidAsync(CaseState s, string cause, CancellationToken stop)
    {
        var reason = s.Cause.Length > 0 ? s.Cause : cause;
        var first = new Spoilt { Ticket = s.Ticket, Reason = reason, Place = s.Place.ToString() };
        var spoilt = s.Void == CallState.Open ? Spoilt.Parser.ParseFrom(Request(s, Call.VoidCard)) : first;
        return Send(
            s.Case, Call.VoidCard, spoilt, (k, o) => central.VoidCardAsync(Keyed(spoilt, k), o), r =>
                SettledAs(r, "void"), stop);
    }

    private Task<Stopped> SendStop(ulong c, Stop request, CancellationToken stop) => Send(
        c,
        Call.StopCard,
        request,
        (k, o) => central.StopCardAsync(Keyed(request, k), o),
        r => r.EffectiveAt > 0 ? new CallDone { At = r.EffectiveAt } : null,
        stop);

    private Task<Ticket> SendOrder(ulong c, Order order, CancellationToken stop) =>
        Send(c, Call.OrderCard, order, (k, o) => central.OrderCardAsync(Keyed(order, k), o), Ordered, stop);

    // An intention without outcome is repeated under its own key; there is never a second key for one intention.
    private Task<TReply> Send<TReply>(
        ulong c, Call call, IMessage request, KeyedCall<TReply> send, Func<TReply, CallDone?> done,
            CancellationToken stop)
    {
        var open = ledger.Read(s => s.Find(c))?.OpenCalls.FirstOrDefault(o => o.Value.Call == call).Key ?? 0;
        return open == 0
            ? steps.Ask(c, call, request, send, done, stop)
            : steps.AskAgain(c, call, open, send, done, stop);
    }

    private static ByteString Request(CaseState s, Call call) =>
        s.OpenCalls.First(o => o.Value.Call == call).Value.Request;

    // The ticket number and card reference are journaled even of a ticket that does not verify: it must be voided.
    private static CallDone Ordered(Ticket reply)
    {
        try
        {
            var body = TicketBody.Parser.ParseFrom(reply.Ticket_?.Body ?? ByteString.Empty);
            return new CallDone { Ticket = Name(body.Ticket), Card = Name(body.Card) };
        }
        catch (InvalidProtocolBufferException)
        {
            return new CallDone();
        }
    }

    // A number that cannot be journaled cannot be voided either: central refuses the void, and staff are called.
    private static string Name(string said) => said.Length <= LongestName ? said : "";

    private static bool IsSound(Verdict verdict) => verdict.IssuerScript.Count <= IssuerScript.MostCommands
        && verdict.IssuerScript.All(command => IssuerScript.HasShape(command.Span));

    private static CallDone? SettledAs(Settled reply, string expected) =>
        reply.State == expected ? new CallDone { State = reply.State, At = reply.At } : null;

    private static T Keyed<T>(T request, Key key)
        where T : IMessage<T>
    {
        var keyed = request.Clone();
        keyed.Descriptor.FindFieldByName("key").Accessor.SetValue(keyed, key);
        return keyed;
    }
}
