using Google.Protobuf;
using Grpc.Core;
using KioskSuite.Messages.Central;
using KioskSuite.Tests.CentralSystem;
using KioskSuite.Tests.Support;

namespace KioskSuite.Tests.Jobs;

/// <summary>What the line makes of one call: it may reach central or not, and the answer may arrive or not.</summary>
internal delegate Task<IMessage> LineRule(IMessage request, Func<Task<IMessage>> through);

/// <summary>
/// A line to the commands in this process: every message is encoded and decoded, rules may spoil it.
/// </summary>
internal sealed class JourneyLine : RefusingInvoker
{
    private readonly Dictionary<string, Func<IMessage, Task<IMessage>>> _central;

    public JourneyLine(Commands.CommandsBase central)
    {
        var binder = new Binder();
        Commands.BindService(central).BindService(binder);
        _central = binder.Methods;
    }

    /// <summary>By method name, such as <c>StopCard</c>.</summary>
    public Dictionary<string, LineRule> Rules { get; } = [];

    /// <summary>Method and position of the intention of every call that was made; 0 for one without key.</summary>
    public List<(string Method, ulong Seq)> Calls { get; } = [];

    /// <summary>Central does its work, and the answer never arrives, this many times.</summary>
    public static LineRule LosingReplies(int times) => async (_, through) =>
    {
        var reply = await through();
        return times-- > 0 ? throw Status(StatusCode.Unavailable) : reply;
    };

    /// <summary>Central does not hear of it.</summary>
    public static LineRule Saying(StatusCode code) => (_, _) => throw Status(code);

    public static LineRule Twisting<T>(Action<T> twist) => async (_, through) =>
    {
        var reply = await through();
        twist((T)reply);
        return reply;
    };

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var reply = CallAsync<TResponse>(method.Name, (IMessage)(object)request);
        return new(reply, Task.FromResult(new Metadata()), () => default, () => new Metadata(), () => { });
    }

    private async Task<T> CallAsync<T>(string method, IMessage request)
        where T : class
    {
        var key = request.Descriptor.FindFieldByName("key")?.Accessor.GetValue(request) as Key;
        Calls.Add((method, key?.Seq ?? 0));
        var sent = Copy(request);
        Task<IMessage> Through() => _central[method](sent);
        var reply = Rules.TryGetValue(method, out var rule) ? await rule(sent, Through) : await Through();
        return (T)(object)Copy(reply);
    }

    private static IMessage Copy(IMessage message) => message.Descriptor.Parser.ParseFrom(message.ToByteArray());

    private static RpcException Status(StatusCode code) => new(new Status(code, "the line said so"));

    private sealed class Binder : ServiceBinderBase
    {
        public Dictionary<string, Func<IMessage, Task<IMessage>>> Methods { get; } = [];

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            Methods[method.Name] = async request =>
                (IMessage)(object)await handler!((TRequest)(object)request, new TestCall(default));
    }
}
