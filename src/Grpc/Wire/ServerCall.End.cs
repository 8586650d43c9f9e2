using System.Buffers;
using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KioskSuite.Grpc.Wire;

/// <summary>From a handler's outcome to the call's single end.</summary>
internal sealed partial class ServerCall
{
    private const int LongestDetail = 1024;

    // A peer that takes nothing more must not hold the call for ever.
    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(5);

    private static readonly Status DeadlineExceeded = new(StatusCode.DeadlineExceeded, "deadline exceeded");

    /// <summary>Runs the handler and sends what came of it; returns when the handler has let go of the call.</summary>
    public async Task RunAsync(BoundMethod? method)
    {
        _http.Response.ContentType = MetadataHeaders.ContentType;
        if (method is null)
        {
            await EndAsync(new Status(StatusCode.Unimplemented, "unknown method"));
            return;
        }

        if (FindRefusal() is { } refusal)
        {
            await EndAsync(refusal);
            return;
        }

        LiftLimits(method.Type);
        var expired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var expiry = _deadline.Token.UnsafeRegister(
            static expired => ((TaskCompletionSource)expired!).TrySetResult(), expired);
        var running = InvokeAsync(method);
        if (await Task.WhenAny(running, expired.Task) != running)
        {
            await EndAsync(DeadlineExceeded);
            Reset();
        }

        await EndAsync(await running);
    }

    private Status? FindRefusal()
    {
        var headers = _http.Request.Headers;
        if (headers.TryGetValue(MetadataHeaders.Encoding, out var encoding) && encoding != "identity")
        {
            _http.Response.Headers[MetadataHeaders.AcceptEncoding] = "identity";
            return new Status(StatusCode.Unimplemented, "only identity encoding is understood");
        }

        return headers.TryGetValue(MetadataHeaders.Timeout, out var timeout)
            && !GrpcTimeout.TryParse(timeout.ToString(), out _)
            ? new Status(StatusCode.Internal, "malformed grpc-timeout")
            : null;
    }

    private void LiftLimits(MethodType type)
    {
        if (_http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;

        // A stream may be silent for hours; a single request must keep coming.
        if (type is MethodType.ClientStreaming or MethodType.DuplexStreaming
            && _http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;

        _http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
    }

    private async Task<Status> InvokeAsync(BoundMethod method)
    {
        try
        {
            await method.InvokeAsync(this);
            return Status;
        }
        catch (Exception e)
        {
            return Explain(e);
        }
    }

    private Status Explain(Exception e)
    {
        if (_deadline.IsCancellationRequested)
            return DeadlineExceeded;
        if (_http.RequestAborted.IsCancellationRequested)
            return new Status(StatusCode.Cancelled, "the client is gone");

        if (e is RpcException { StatusCode: not StatusCode.OK } rpc)
        {
            foreach (var entry in rpc.Trailers)
                ResponseTrailers.Add(entry.Key, entry.ValueBytes);
            return rpc.Status;
        }

        var logger = _http.RequestServices.GetService<ILoggerFactory>()?.CreateLogger(typeof(ServerCall).Namespace!);
        logger?.LogError(e, "The handler of {Method} failed", Method);
        return new Status(StatusCode.Unknown, "the handler failed");
    }

    private async Task EndAsync(Status status)
    {
        await _output.WaitAsync(CancellationToken.None);
        try
        {
            if (_ended || _http.RequestAborted.IsCancellationRequested)
                return;

            _ended = true;
            if (status.StatusCode == StatusCode.OK && !_last.IsEmpty)
            {
                _started = true;
                _http.Response.BodyWriter.Write(_last.Span);
            }

            WriteStatus(status);
            await _http.Response.CompleteAsync().WaitAsync(EndGrace, _time, _http.RequestAborted);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or TimeoutException)
        {
            Reset();
        }
        finally
        {
            _output.Release();
        }
    }

    private void WriteStatus(Status status)
    {
        var trailers = _started
            ? _http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers
            : _http.Response.Headers;
        try
        {
            MetadataHeaders.Write(ResponseTrailers).ForEach(f => trailers.Append(f.Key, f.Value));
        }
        catch (ArgumentException e)
        {
            status = new Status(StatusCode.Internal, $"trailers cannot be sent: {e.Message}");
        }

        var detail = status.Detail ?? "";
        detail = detail[..Math.Min(detail.Length, LongestDetail)];
        trailers[MetadataHeaders.Status] = ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (detail.Length > 0)
            trailers[MetadataHeaders.Message] = PercentEncoding.Encode(detail);
    }

    private void Reset() => _http.Features.Get<IHttpResetFeature>()?.Reset(StatusMapping.ResetCancel);
}
