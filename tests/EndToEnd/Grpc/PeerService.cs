using System.Text;
using Grpc.Core;

namespace KioskSuite.EndToEnd.Grpc;

/// <summary>test.Peer as the Python scripts know it; messages are bytes.</summary>
internal static class PeerService
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(
        (message, context) => context.Complete(message), context => context.PayloadAsNewBuffer());

    public static Method<byte[], byte[]> Echo { get; } = Describe(MethodType.Unary, "Echo");

    public static Method<byte[], byte[]> Refuse { get; } = Describe(MethodType.Unary, "Refuse");

    public static Method<byte[], byte[]> Sleep { get; } = Describe(MethodType.Unary, "Sleep");

    public static Method<byte[], byte[]> Chat { get; } = Describe(MethodType.DuplexStreaming, "Chat");

    public static Method<byte[], byte[]> Join { get; } = Describe(MethodType.ClientStreaming, "Join");

    public static Method<byte[], byte[]> Split { get; } = Describe(MethodType.ServerStreaming, "Split");

    public static Method<byte[], byte[]> Describe(MethodType type, string name, string service = "test.Peer") =>
        new(type, service, name, Bytes, Bytes);

    public static ServerServiceDefinition Bind() => ServerServiceDefinition.CreateBuilder()
        .AddMethod(Echo, EchoAsync)
        .AddMethod(Refuse, RefuseAsync)
        .AddMethod(Sleep, SleepAsync)
        .AddMethod(Chat, ChatAsync)
        .AddMethod(Join, JoinAsync)
        .AddMethod(Split, SplitAsync)
        .Build();

    private static async Task<byte[]> EchoAsync(byte[] request, ServerCallContext context)
    {
        if (context.RequestHeaders.GetValue("x-kiosk") is { } kiosk)
            await context.WriteResponseHeadersAsync(new Metadata { { "x-seen", kiosk } });
        if (context.RequestHeaders.GetValueBytes("x-trace-bin") is { } trace)
            context.ResponseTrailers.Add("x-back-bin", trace);
        return request;
    }

    private static Task<byte[]> RefuseAsync(byte[] request, ServerCallContext context) => throw new RpcException(
        new Status(StatusCode.FailedPrecondition, Encoding.UTF8.GetString(request)),
        new Metadata { { "x-epoch", "7" } });

    private static async Task<byte[]> SleepAsync(byte[] request, ServerCallContext context)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
        return request;
    }

    private static async Task ChatAsync(
        IAsyncStreamReader<byte[]> requests, IServerStreamWriter<byte[]> responses, ServerCallContext context)
    {
        while (await requests.MoveNext(context.CancellationToken))
        {
            if (requests.Current.AsSpan().SequenceEqual("refuse"u8))
                throw new RpcException(new Status(StatusCode.OutOfRange, "gap"));
            await responses.WriteAsync([.. requests.Current.Reverse()]);
        }
    }

    private static async Task<byte[]> JoinAsync(IAsyncStreamReader<byte[]> requests, ServerCallContext context)
    {
        var words = new List<string>();
        while (await requests.MoveNext(context.CancellationToken))
            words.Add(Encoding.UTF8.GetString(requests.Current));
        return Encoding.UTF8.GetBytes(string.Join(' ', words));
    }

    private static async Task SplitAsync(
        byte[] request, IServerStreamWriter<byte[]> responses, ServerCallContext context)
    {
        foreach (var word in Encoding.UTF8.GetString(request).Split(' '))
            await responses.WriteAsync(Encoding.UTF8.GetBytes(word));
    }
}
