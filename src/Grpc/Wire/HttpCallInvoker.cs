using Grpc.Core;

namespace KioskSuite.Grpc.Wire;

/// <summary>Starts calls: each is one POST whose content and response are streams of messages.</summary>
internal sealed class HttpCallInvoker(
    HttpMessageInvoker http, Uri address, GrpcChannelOptions options, TimeProvider time) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException("a blocked thread is never the answer: use the asynchronous call");

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = Start(method, options, SingleContent(method, request));
        var response = call.Responses.ReadSingleAsync();
        return new(response, call.State.Headers, call.State.GetStatus, call.State.GetTrailers, call.State.Dispose);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var (state, responses) = Start(method, options, SingleContent(method, request));
        return new(responses, state.Headers, state.GetStatus, state.GetTrailers, state.Dispose);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var content = new StreamingContent();
        var (state, responses) = Start(method, options, content);
        var requests = new RequestWriter<TRequest>(state, content, method.RequestMarshaller);
        var response = responses.ReadSingleAsync();
        return new(requests, response, state.Headers, state.GetStatus, state.GetTrailers, state.Dispose);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var content = new StreamingContent();
        var (state, responses) = Start(method, options, content);
        var requests = new RequestWriter<TRequest>(state, content, method.RequestMarshaller);
        return new(requests, responses, state.Headers, state.GetStatus, state.GetTrailers, state.Dispose);
    }

    private static ReadOnlyMemoryContent SingleContent<TRequest, TResponse>(
        Method<TRequest, TResponse> method, TRequest request) =>
        new(MessageSerializer.Frame(method.RequestMarshaller, request));

    private (ClientCall State, ResponseReader<TResponse> Responses) Start<TRequest, TResponse>(
        Method<TRequest, TResponse> method, CallOptions callOptions, HttpContent content)
        where TResponse : class
    {
        var target = new Uri(address, method.FullName);
        var call = ClientCall.Start(http, target, callOptions, content, time);
        return (call, new ResponseReader<TResponse>(call, method.ResponseMarshaller, options.MaxReceiveMessageSize));
    }
}
