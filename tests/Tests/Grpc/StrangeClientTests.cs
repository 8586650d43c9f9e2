using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using KioskSuite.Grpc.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace KioskSuite.Tests.Grpc;

/// <summary>Our server against clients that break the rules, seen as plain HTTP/2.</summary>
public sealed class StrangeClientTests
{
    private const string Hello = "0000000001AA";

    [Fact]
    public async Task An_answer_with_a_message_has_its_status_in_the_trailers()
    {
        var response = await PostAsync(Hello);

        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(Convert.FromHexString(Hello));
        response.Headers.Contains("grpc-status").ShouldBeFalse();
        response.TrailingHeaders.GetValues("grpc-status").ShouldBe(["0"]);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/grpc");
    }

    [Fact]
    public async Task An_answer_without_a_message_is_one_header_block()
    {
        var response = await PostAsync(Hello, method: "Missing");

        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        response.Headers.GetValues("grpc-status").ShouldBe(["12"]);
        response.TrailingHeaders.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "12")]
    [InlineData("0000", "13")]
    [InlineData("0000000002AA", "13")]
    [InlineData("0100000001AA", "13")]
    [InlineData("0900000001AA", "13")]
    [InlineData("0000000001AA0000000001BB", "12")]
    [InlineData("0000010001", "8")]
    [InlineData("00FFFFFFFF", "8")]
    public async Task Broken_requests_end_with_a_status(string body, string status) =>
        StatusOf(await PostAsync(body)).ShouldBe(status);

    [Fact]
    public async Task An_unknown_encoding_is_unimplemented_and_told_what_is_known()
    {
        var response = await PostAsync(Hello, header: ("grpc-encoding", "gzip"));

        StatusOf(response).ShouldBe("12");
        response.Headers.GetValues("grpc-accept-encoding").ShouldBe(["identity"]);
    }

    [Theory]
    [InlineData("1s")]
    [InlineData("123456789S")]
    public async Task A_malformed_timeout_is_not_taken_for_none(string timeout) =>
        StatusOf(await PostAsync(Hello, header: ("grpc-timeout", timeout))).ShouldBe("13");

    [Fact]
    public async Task Another_content_type_is_415() =>
        (await PostAsync(Hello, contentType: "application/json")).StatusCode
            .ShouldBe(HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task The_old_protocol_is_told_to_upgrade()
    {
        await using var server = await TestServer.StartAsync(
            (app, service) => app.MapGrpcService(service.Bind()), protocols: HttpProtocols.Http1);
        using var http = new HttpClient();

        var response = await http.PostAsync(new Uri(server.Address, "/test.Service/Unary"), Content(Hello));

        response.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
    }

    [Theory]
    [InlineData(MethodType.DuplexStreaming, true)]
    [InlineData(MethodType.Unary, false)]
    public async Task Only_streams_may_be_slow(MethodType type, bool lifted)
    {
        var rate = new DataRate();
        await using var server = await TestServer.StartAsync((app, service) =>
        {
            app.Use((http, next) =>
            {
                http.Features.Set<IHttpMinRequestBodyDataRateFeature>(rate);
                return next(http);
            });
            app.MapGrpcService(service.Bind());
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        var invoker = channel.CreateCallInvoker();

        if (type == MethodType.Unary)
            await invoker.AsyncUnaryCall(TestService.Unary, null, default, []);
        else
            await ChatAsync(invoker);

        (rate.MinDataRate is null).ShouldBe(lifted);
    }

    private static async Task ChatAsync(CallInvoker invoker)
    {
        using var call = invoker.AsyncDuplexStreamingCall(TestService.Chat, null, default);
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
    }

    private static async Task<HttpResponseMessage> PostAsync(
        string body, string method = "Unary", string contentType = "application/grpc", (string, string)? header = null)
    {
        await using var server = await TestServer.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, $"/test.Service/{method}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = Content(body, contentType),
        };
        if (header is var (name, value))
            request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request);
    }

    private static ByteArrayContent Content(string body, string contentType = "application/grpc")
    {
        var content = new ByteArrayContent(Convert.FromHexString(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return content;
    }

    private static string StatusOf(HttpResponseMessage response) =>
        (response.TrailingHeaders.Any() ? response.TrailingHeaders : response.Headers)
            .GetValues("grpc-status").Single();

    private sealed class DataRate : IHttpMinRequestBodyDataRateFeature
    {
        public MinDataRate? MinDataRate { get; set; } = new(240, TimeSpan.FromSeconds(5));
    }
}
