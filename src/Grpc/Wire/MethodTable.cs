using Grpc.Core;

namespace KioskSuite.Grpc.Wire;

/// <summary>A method's handler behind one shape.</summary>
internal sealed record BoundMethod(MethodType Type, Func<ServerCall, Task> InvokeAsync);

/// <summary>A service's methods by their full, case-sensitive names.</summary>
internal sealed class MethodTable : ServiceBinderBase
{
    private readonly Dictionary<string, BoundMethod> _methods = new(StringComparer.Ordinal);

    public HashSet<string> ServiceNames { get; } = new(StringComparer.Ordinal);

    public BoundMethod? Find(string fullName) => _methods.GetValueOrDefault(fullName);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler, async (call, handler) =>
        {
            var request = await call.ReadSingleAsync(method.RequestMarshaller);
            call.WriteLast(method.ResponseMarshaller, await handler(request, call));
        });

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler, async (call, handler) =>
        {
            var requests = new RequestReader<TRequest>(call, method.RequestMarshaller);
            call.WriteLast(method.ResponseMarshaller, await handler(requests, call));
        });

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler, async (call, handler) =>
        {
            var request = await call.ReadSingleAsync(method.RequestMarshaller);
            await handler(request, new ResponseWriter<TResponse>(call, method.ResponseMarshaller), call);
        });

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        Add(method, handler, (call, handler) => handler(
            new RequestReader<TRequest>(call, method.RequestMarshaller),
            new ResponseWriter<TResponse>(call, method.ResponseMarshaller),
            call));

    private void Add<THandler>(IMethod method, THandler? handler, Func<ServerCall, THandler, Task> invokeAsync)
        where THandler : Delegate
    {
        ArgumentNullException.ThrowIfNull(handler);
        ServiceNames.Add(method.ServiceName);
        _methods.Add(method.FullName, new BoundMethod(method.Type, call => invokeAsync(call, handler)));
    }
}
