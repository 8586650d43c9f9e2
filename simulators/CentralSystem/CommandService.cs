using Google.Protobuf;
using Grpc.Core;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>The seven commands: each checks its input, claims its key and does its work in one transaction.</summary>
internal sealed class CommandService(
    Database database, AccountDesk accounts, OrderDesk orders, ChipDesk chips, TimeProvider time)
    : Commands.CommandsBase
{
    private const int LongestReason = 256;
    private const int LargestChipAnswer = 256;
    private const int MostAnswers = 256;
    private const int MostRecords = 64;

    public override Task<Accounts> LookUp(Who request, ServerCallContext context)
    {
        Check.Exactly(request.DocumentToken, Check.HashBytes, "document_token");
        Check.Require(request.Document is null, "document");
        Check.NameOrNothing(request.Kiosk, "kiosk");
        return Task.FromResult(database.Transact(work => accounts.LookUp(work, request)));
    }

    public override Task<Stopped> StopCard(Stop request, ServerCallContext context)
    {
        Check.Position(request.Key);
        Check.Name(request.Card, "card");
        Check.Exactly(request.ConsentSha256, Check.HashBytes, "consent_sha256");
        return Once(
            request.Key, request, Stopped.Parser, "",
            (work, now) => AccountDesk.Stop(work, request, now));
    }

    public override Task<Ticket> OrderCard(Order request, ServerCallContext context)
    {
        Check.Position(request.Key);
        Check.Name(request.Replaces, "replaces");
        Check.Name(request.Product, "product");
        Check.NameOrNothing(request.AfterTicket, "after_ticket");
        Check.Exactly(request.ConsentSha256, Check.HashBytes, "consent_sha256");
        Check.Require(request.Approvals.Count == 0, "approvals");
        return Once(
            request.Key, request, Ticket.Parser, request.AfterTicket,
            (work, now) => orders.Order(work, request, now));
    }

    public override Task<Script> Personalise(Opened request, ServerCallContext context)
    {
        Check.Position(request.Key);
        Check.Name(request.Ticket, "ticket");
        Check.AtMost(request.InitializeUpdate, LargestChipAnswer, "initialize_update");
        Check.AtMost(request.Atr, LargestChipAnswer, "atr");
        Check.AtMost(request.Cplc, LargestChipAnswer, "cplc");
        Check.AtMost(request.CardData, LargestChipAnswer, "card_data");
        Arrived(request.Ticket, request.Key);
        return Task.FromResult(database.Transact(work => chips.Personalise(work, request, Now())));
    }

    public override Task<Verdict> Prove(Proof request, ServerCallContext context)
    {
        Check.Position(request.Key);
        Check.Name(request.Ticket, "ticket");
        Check.Require(request.FailedAt.Length <= LongestReason, "failed_at");
        Check.Require(request.Responses.Count <= MostAnswers, "responses");
        Check.Require(request.Responses.All(r => r.Length <= LargestChipAnswer + 2), "responses");
        Check.AtMost(request.Arqc, LargestChipAnswer, "arqc");
        Check.Require(request.Terminal is null || Sensible(request.Terminal), "terminal");
        Check.Require(request.Terminal is not null || request.FailedAt.Length > 0, "terminal");
        return Once(
            request.Key, request, Verdict.Parser, request.Ticket,
            (work, now) => chips.Prove(work, request, now));
    }

    public override Task<Settled> Activate(Taken request, ServerCallContext context)
    {
        Check.Position(request.Key);
        Check.Name(request.Ticket, "ticket");
        return Once(
            request.Key, request, Settled.Parser, request.Ticket,
            (work, now) => OrderDesk.Activate(work, request, now));
    }

    public override Task<Settled> VoidCard(Spoilt request, ServerCallContext context)
    {
        Check.Position(request.Key);
        Check.Name(request.Ticket, "ticket");
        Check.Require(request.Reason.Length <= LongestReason, "reason");
        Check.Require(request.Place.Length <= Check.LongestName, "place");
        return Once(
            request.Key, request, Settled.Parser, request.Ticket,
            (work, now) => OrderDesk.Void(work, request, now));
    }

    private static bool Sensible(TerminalView view) =>
        view.Aid.Length <= 16 && view.Aip.Length <= 2 && view.Afl.Length <= 252 && view.Records.Count <= MostRecords
        && view.Cdol1Data.Length <= 252 && view.Iad.Length <= 32 && view.Atc <= ushort.MaxValue
        && view.Records.All(r => r.Sha256.Length <= Check.HashBytes);

    private Task<TReply> Once<TRequest, TReply>(
        Key key,
        TRequest request,
        MessageParser<TReply> parser,
        string ticket,
        Func<Work, long, TReply> act)
        where TRequest : IMessage
        where TReply : IMessage<TReply>
    {
        Arrived(ticket, key);
        var now = Now();
        return Task.FromResult(database.Transact(work =>
        {
            KioskLog.RefuseFork(work, key);
            return Operations.Once(work, key, request, parser, now, () => act(work, now));
        }));
    }

    /// <summary>Counted before anything else, so that a refused call counts too.</summary>
    private void Arrived(string ticket, Key key) => database.Transact(work => Tickets.Count(work, ticket, key));

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
