using System.Security.Cryptography.X509Certificates;
using KioskSuite.FaceMatcher.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace KioskSuite.KioskInABox.FacePlatform;

/// <summary>What the platform does with a request that it understood.</summary>
internal enum PlatformMood
{
    Answering,

    /// <summary>Takes the request and says nothing until the other side goes.</summary>
    Silent,

    /// <summary>Begins an answer and never ends it.</summary>
    Stalling,
    Busy,
    Failing,
    Redirecting,
    Garbling,

    /// <summary>Answers another request than was asked.</summary>
    Confusing,

    /// <summary>Says that both are the same with a score below its threshold.</summary>
    Contradicting,

    /// <summary>Sends 64 MiB, their length said before.</summary>
    Flooding,

    /// <summary>Sends 64 MiB in pieces.</summary>
    Pouring,
    Mistyping,
}

/// <summary>A bank's face platform on the loopback: speaks FaceMatcher.Http's protocol, knows no faces.</summary>
internal sealed class SimulatedFacePlatform : IAsyncDisposable
{
    private const double Threshold = 0.8;
    private const int LargestBody = 4 * 1024 * 1024;
    private const int Flood = 64 * 1024 * 1024;
    private readonly WebApplication _web;
    private readonly string? _token;
    private int _asked;

    private SimulatedFacePlatform(WebApplication web, string? token) => (_web, _token) = (web, token);

    public Uri Address => new(new Uri(_web.Urls.First()), "/compare");

    /// <summary>For each further request one; the last one stays.</summary>
    public Queue<PlatformMood> Moods { get; } = new([PlatformMood.Answering]);

    /// <summary>What it answers when it answers.</summary>
    public bool Same { get; set; } = true;

    /// <summary>Requests that arrived, understood or not.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>The last request that was understood.</summary>
    public CompareRequest? Last { get; private set; }

    /// <summary>Subject of the last client's certificate, or null.</summary>
    public string? Client { get; private set; }

    /// <param name="token">Bearer token that is asked for; null for none.</param>
    /// <param name="certificate">With it https, and the client must show a certificate too; null for http.</param>
    /// <param name="stop">Ends the start.</param>
    public static async Task<SimulatedFacePlatform> StartAsync(
        string? token, X509Certificate2? certificate, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null) listen.UseHttps(certificate, https =>
                {
                    https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                    https.AllowAnyClientCertificate();
                });
            });
        });
        var platform = new SimulatedFacePlatform(builder.Build(), token);
        platform._web.MapPost("/compare", platform.AnswerAsync);
        await platform._web.StartAsync(stop);
        return platform;
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync(new CancellationToken(canceled: true));
        await _web.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext call)
    {
        Interlocked.Increment(ref _asked);
        Client = call.Connection.ClientCertificate?.Subject;
        if (_token is not null && call.Request.Headers.Authorization != $"Bearer {_token}")
        {
            call.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var body = new MemoryStream();
        await call.Request.Body.CopyToAsync(body, call.RequestAborted);
        var request = CompareRequest.Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
        if (request is null || call.Request.ContentType != "application/json")
        {
            call.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        Last = request;
        await ActAsync(call, request.Value.Id, Moods.Count > 1 ? Moods.Dequeue() : Moods.Peek());
    }

    private async Task ActAsync(HttpContext call, string id, PlatformMood mood)
    {
        var answer = new CompareAnswer(CompareRequest.Version, id, Same, Same ? 0.93 : 0.12, Threshold);
        switch (mood)
        {
            case PlatformMood.Silent:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.RequestAborted);
                return;
            case PlatformMood.Stalling:
                call.Response.ContentType = "application/json";
                await call.Response.Body.WriteAsync("{"u8.ToArray(), call.RequestAborted);
                await call.Response.Body.FlushAsync(call.RequestAborted);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.RequestAborted);
                return;
            case PlatformMood.Busy or PlatformMood.Failing or PlatformMood.Redirecting:
                call.Response.StatusCode = StatusOf(mood);
                call.Response.Headers.Location = "/elsewhere";
                return;
            case PlatformMood.Flooding or PlatformMood.Pouring:
                await FloodAsync(call, mood == PlatformMood.Flooding);
                return;
            default:
                call.Response.ContentType = mood == PlatformMood.Mistyping ? "text/html" : "application/json";
                await call.Response.Body.WriteAsync(BodyOf(answer, mood), call.RequestAborted);
                return;
        }
    }

    private static byte[] BodyOf(CompareAnswer answer, PlatformMood mood) => mood switch
    {
        PlatformMood.Garbling => "{\"same\":true"u8.ToArray(),
        PlatformMood.Confusing => (answer with { Request = new string('0', 32) }).Build(),
        PlatformMood.Contradicting => (answer with { Same = true, Score = 0.1 }).Build(),
        _ => answer.Build(),
    };

    private static int StatusOf(PlatformMood mood) => mood switch
    {
        PlatformMood.Busy => StatusCodes.Status503ServiceUnavailable,
        PlatformMood.Failing => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status307TemporaryRedirect,
    };

    private static async Task FloodAsync(HttpContext call, bool announced)
    {
        call.Response.ContentType = "application/json";
        if (announced) call.Response.ContentLength = Flood;
        var piece = new byte[64 * 1024];
        piece.AsSpan().Fill((byte)' ');
        for (var sent = 0; sent < Flood; sent += piece.Length)
        {
            await call.Response.Body.WriteAsync(piece, call.RequestAborted);
        }
    }
}
