using Grpc.Core;
using KioskSuite.CentralSystem;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Products;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>Central on a machine whose OpenSSL was built without SM2.</summary>
public sealed class SuitesTests : IDisposable
{
    private static readonly Suites s_withoutSm = new([
        new SuiteReport("3DES", Available: true, SelfConsistentOnly: false, ""),
        new SuiteReport("SM", Available: false, SelfConsistentOnly: true, "SM2"),
    ]);

    private readonly CentralBench _bench = new();
    private readonly IssuerKeys _keys;

    public SuitesTests() =>
        _keys = IssuerKeys.From(_bench.Seed.Issuer, DateOnly.FromDateTime(_bench.Time.GetUtcNow().UtcDateTime));

    public void Dispose()
    {
        _keys.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task An_SM_card_is_not_ordered_where_SM2_is_missing_and_central_goes_on()
    {
        await _bench.StopAsync();

        var refused = await Should.ThrowAsync<RpcException>(
            () => On(ProfileSuite.Sm).OrderCard(_bench.Order(), CentralBench.Call()));

        refused.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        refused.Status.Detail.ShouldContain("SM2");
        (await On(ProfileSuite.TripleDes).OrderCard(_bench.Order(), CentralBench.Call())).Ticket_.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_ticket_from_before_gets_no_script_of_an_SM_card_where_SM2_is_missing()
    {
        var issue = await _bench.ReachAsync("ordered");
        var opened = _bench.Opened(issue.Ticket, issue.Chip);

        (await CentralBench.CodeOf(() => On(ProfileSuite.Sm).Personalise(opened, CentralBench.Call())))
            .ShouldBe(StatusCode.FailedPrecondition);
        (await On(ProfileSuite.TripleDes).Personalise(opened, CentralBench.Call())).Commands.ShouldNotBeEmpty();
    }

    private CommandService On(ProfileSuite suite)
    {
        var product = Products.DebitClassic with { Suite = suite };
        return new CommandService(
            _bench.Central.Database,
            new AccountDesk(_bench.Seed),
            new OrderDesk(_bench.Seed, _keys, product, s_withoutSm),
            new ChipDesk(
                _bench.Seed, _keys, product, new CardKeySeal(_keys.StorageKey, CardKeySeal.DrawRsa), s_withoutSm),
            _bench.Time);
    }
}
