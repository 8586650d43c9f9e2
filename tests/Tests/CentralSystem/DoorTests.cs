using System.Net;
using System.Net.Http.Json;
using Google.Protobuf;
using Grpc.Core;
using KioskSuite.CentralSystem;
using KioskSuite.Grpc.Wire;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>Both doors on real ports, spoken to by the product's own client.</summary>
public sealed class DoorTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string _folder = Directory.CreateTempSubdirectory("central-").FullName;
    private readonly CancellationTokenSource _stop = new(Patience);
    private readonly Seed _seed = CentralBench.ReadSeed();
    private RunningCentral _running = null!;
    private GrpcChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new Options(_folder, CentralBench.SeedPath, 0, 0, CentralFault.CentralAway);
        _running = await RunningCentral.StartAsync(options, _seed, TimeProvider.System, _stop.Token);
        _channel = GrpcChannel.ForAddress(new Uri(_running.Grpc));
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _running.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_line_is_lost_after_the_first_LookUp_until_it_returns()
    {
        var commands = new Commands.CommandsClient(_channel);
        using var sync = new Link.LinkClient(_channel).Sync(cancellationToken: _stop.Token);
        await sync.RequestStream.WriteAsync(Hello(), _stop.Token);
        (await sync.ResponseStream.MoveNext(_stop.Token)).ShouldBeTrue();

        var accounts = await LookUpAsync(commands);
        accounts.Accounts_.Single().Masked.ShouldStartWith("621700*********");
        (await CentralBench.CodeOf(() => sync.ResponseStream.MoveNext(_stop.Token))).ShouldBe(StatusCode.Unavailable);
        (await CentralBench.CodeOf(() => LookUpAsync(commands))).ShouldBe(StatusCode.Unavailable);
        using var other = GrpcChannel.ForAddress(new Uri(_running.Grpc));
        (await CentralBench.CodeOf(() => LookUpAsync(new Commands.CommandsClient(other))))
            .ShouldBe(StatusCode.Unavailable);

        await _running.ObeyAsync(new MemoryStream("return\n"u8.ToArray()), _stop.Token);
        (await LookUpAsync(commands)).Fees.Single().Minor.ShouldBe(1000);
        (await LookUpAsync(commands)).Risk.ShouldBe("allow");
    }

    [Fact]
    public async Task A_batch_is_acknowledged_on_the_stream_and_a_second_Hello_is_not_taken()
    {
        using var sync = new Link.LinkClient(_channel).Sync(cancellationToken: _stop.Token);
        var rows = new TestLog(CentralBench.Epoch()).Rows(4);
        await sync.RequestStream.WriteAsync(Hello(), _stop.Token);
        await sync.ResponseStream.MoveNext(_stop.Token);
        sync.ResponseStream.Current.Welcome.Acked.Seq.ShouldBe(0ul);
        await sync.RequestStream.WriteAsync(new FromKiosk { Batch = new Batch { Rows = { rows } } }, _stop.Token);
        await sync.ResponseStream.MoveNext(_stop.Token);
        sync.ResponseStream.Current.Ack.Upto.Hash.ShouldBe(rows[3].Hash);
        await sync.RequestStream.WriteAsync(Hello(), _stop.Token);
        (await Should.ThrowAsync<RpcException>(() => sync.ResponseStream.MoveNext(_stop.Token)))
            .StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task An_open_line_does_not_hold_up_the_end_and_one_closed_file_is_left()
    {
        using var sync = new Link.LinkClient(_channel).Sync(cancellationToken: _stop.Token);
        await sync.RequestStream.WriteAsync(Hello(), _stop.Token);
        await sync.ResponseStream.MoveNext(_stop.Token);
        await _running.DisposeAsync();
        Directory.GetFiles(_folder).Select(Path.GetFileName).ShouldBe([CentralServer.FileName]);
        var central = CentralServer.Open(_folder, _seed, CentralFault.None, TimeProvider.System);
        central.Database.Transact(work => work.One<long>("SELECT count(*) FROM start")).ShouldBe(2);
        central.Database.Transact(work => work.One<long>("SELECT count(*) FROM person")).ShouldBe(_seed.People.Count);
        central.Dispose();
    }

    [Fact]
    public async Task A_refusal_keeps_its_code_on_the_wire()
    {
        var commands = new Commands.CommandsClient(_channel);
        var stranger = new Who { DocumentToken = CentralBench.Hash("stranger") };
        (await CentralBench.CodeOf(() => commands.StopCardAsync(new(), cancellationToken: _stop.Token).ResponseAsync))
            .ShouldBe(StatusCode.InvalidArgument);
        (await CentralBench.CodeOf(() => commands.LookUpAsync(stranger, cancellationToken: _stop.Token).ResponseAsync))
            .ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task A_shop_asks_over_HTTP()
    {
        using var http = new HttpClient { BaseAddress = new Uri(_running.CardNetwork) };
        var card = _seed.People[0].Accounts[0];
        var asked = new { way = "number", pan = card.Pan, expiry = card.Expiry, cvv2 = card.Cvv2 };
        var reply = await http.PostAsJsonAsync("/authorise", asked, _stop.Token);
        (await reply.Content.ReadAsStringAsync(_stop.Token)).ShouldBe("""{"answer":"approved"}""");
        (await PostAsync(http, "nonsense")).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(http, new string('x', 5000))).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    private static FromKiosk Hello() => new() { Hello = TestLog.Hello(CentralBench.Kiosk, CentralBench.Epoch()) };

    private async Task<HttpStatusCode> PostAsync(HttpClient http, string body) =>
        (await http.PostAsync("/authorise", new StringContent(body), _stop.Token)).StatusCode;

    private async Task<Accounts> LookUpAsync(Commands.CommandsClient commands)
    {
        var token = Planting.DocumentToken(
            Convert.FromHexString(_seed.Issuer.DocumentTokenKey), "resident", _seed.People[0].Document.Number);
        return await commands.LookUpAsync(
            new Who { DocumentToken = ByteString.CopyFrom(token) }, cancellationToken: _stop.Token);
    }
}
