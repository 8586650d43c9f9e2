using System.Text;
using Grpc.Core;

namespace KioskSuite.Tests.Grpc;

/// <summary>A service without protobuf: messages are bytes. A test may replace two of its methods.</summary>
internal sealed class TestService
{
    public static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(
        (message, context) => context.Complete(message), context => context.PayloadAsNewBuffer());

    public static readonly Method<byte[], byte[]> Unary = Describe(MethodType.Unary, "Unary");
    public static readonly Method<byte[], byte[]> Join = Describe(MethodType.ClientStreaming, "Join");
    public static readonly Method<byte[], byte[]> Split = Describe(MethodType.ServerStreaming, "Split");
    public static readonly Method<byte[], byte[]> Chat = Describe(MethodType.DuplexStreaming, "Chat");

    public UnaryServerMethod<byte[], byte[]> OnUnary { get; set; } = (request, _) => Task.FromResult(request);

    public DuplexStreamingServerMethod<byte[], byte[]> OnChat { get; set; } = async (requests, responses, context) =>
    {
        while (await requests.MoveNext(context.CancellationToken))
            await responses.WriteAsync(requests.Current);
    };

    public ServerServiceDefinition Bind() => ServerServiceDefinition.CreateBuilder()
        .AddMethod(Unary, (byte[] request, ServerCallContext context) => OnUnary(request, context))
        .AddMethod(Join, JoinAsync)
        .AddMethod(Split, SplitAsync)
        .AddMethod(Chat, (requests, responses, context) => OnChat(requests, responses, context))
        .Build();

    public static Method<byte[], byte[]> Describe(MethodType type, string name, string service = "test.Service") =>
        new(type, service, name, Bytes, Bytes);

    private static async Task<byte[]> JoinAsync(IAsyncStreamReader<byte[]> requests, ServerCallContext context)
    {
        var joined = new StringBuilder();
        while (await requests.MoveNext(context.CancellationToken))
            joined.Append(Encoding.UTF8.GetString(requests.Current)).Append(' ');
        return Encoding.UTF8.GetBytes(joined.ToString().TrimEnd());
    }

    private static async Task SplitAsync(
        byte[] request, IServerStreamWriter<byte[]> responses, ServerCallContext context)
    {
        foreach (var word in Encoding.UTF8.GetString(request).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            await responses.WriteAsync(Encoding.UTF8.GetBytes(word), context.CancellationToken);
    }
}
