using Google.Protobuf;
using Grpc.Core;
using KioskSuite.CentralSystem;
using KioskSuite.Messages.Central;

namespace KioskSuite.Simulation.Shared;

/// <summary>Stands before central's commands: every call passes by one method that may spoil it.</summary>
internal abstract class CommandRelay : Commands.CommandsBase
{
    public override Task<Accounts> LookUp(Who request, ServerCallContext context) =>
        PassAsync(nameof(LookUp), request, central => central.LookUp(request, context));

    public override Task<Stopped> StopCard(Stop request, ServerCallContext context) =>
        PassAsync(nameof(StopCard), request, central => central.StopCard(request, context));

    public override Task<Ticket> OrderCard(Order request, ServerCallContext context) =>
        PassAsync(nameof(OrderCard), request, central => central.OrderCard(request, context));

    public override Task<Script> Personalise(Opened request, ServerCallContext context) =>
        PassAsync(nameof(Personalise), request, central => central.Personalise(request, context));

    public override Task<Verdict> Prove(Proof request, ServerCallContext context) =>
        PassAsync(nameof(Prove), request, central => central.Prove(request, context));

    public override Task<Settled> Activate(Taken request, ServerCallContext context) =>
        PassAsync(nameof(Activate), request, central => central.Activate(request, context));

    public override Task<Settled> VoidCard(Spoilt request, ServerCallContext context) =>
        PassAsync(nameof(VoidCard), request, central => central.VoidCard(request, context));

    /// <param name="method">gRPC method, such as <c>StopCard</c>.</param>
    /// <param name="request">What arrived.</param>
    /// <param name="answer">Has central do it.</param>
    protected abstract Task<T> PassAsync<T>(string method, IMessage request, Func<CommandService, Task<T>> answer);

    /// <summary>What a call ends with when its line is cut.</summary>
    protected static RpcException Gone(string why) => new(new Status(StatusCode.Unavailable, why));
}
