using System.Text;
using KioskSuite.CentralSystem;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Tests.CentralSystem;

public sealed class CardNetworkTests : IDisposable
{
    private readonly CentralBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_lost_card_works_in_each_way_until_it_is_stopped()
    {
        ThreeWays(17).ShouldBe([true, true, true]);
        await _bench.StopAsync();
        ThreeWays(18).ShouldBe([false, false, false]);
        _bench.Ask<long>("SELECT count(*) FROM authorisation WHERE reason = 'stopped'").ShouldBe(3);
    }

    [Fact]
    public async Task The_new_card_works_only_once_it_is_active()
    {
        var issue = await _bench.ReachAsync("proved");
        var pan = issue.Script!.Face.Pan;
        var track2 = issue.Script.Tracks[1].ToStringUtf8();
        Pay(issue.Chip.Purchase(pan)).ShouldBeFalse();
        Pay(new Authorisation("stripe", Track2: track2)).ShouldBeFalse();
        await _bench.Commands.Activate(_bench.Taken(issue.Ticket), CentralBench.Call());
        Pay(issue.Chip.Purchase(pan)).ShouldBeTrue();
        Pay(new Authorisation("stripe", Track2: track2)).ShouldBeTrue();
    }

    [Fact]
    public void A_counter_that_does_not_rise_is_declined()
    {
        var asked = ChipPurchase(17);
        (Pay(asked), Pay(asked), Pay(ChipPurchase(16)), Pay(ChipPurchase(18))).ShouldBe((true, false, false, true));
    }

    [Fact]
    public void A_cryptogram_with_one_changed_bit_is_declined_and_does_not_use_the_counter()
    {
        var asked = ChipPurchase(20);
        var arqc = Convert.FromHexString(asked.Arqc);
        arqc[7] ^= 1;
        Pay(asked with { Arqc = Convert.ToHexString(arqc) }).ShouldBeFalse();
        Pay(asked with { Pan = _bench.Seed.People[1].Accounts[0].Pan }).ShouldBeFalse();
        Pay(asked).ShouldBeTrue();
    }

    [Fact]
    public void Wrong_verification_values_are_declined()
    {
        var card = _bench.Person.Accounts[0];
        Pay(new Authorisation("stripe", Track2: card.Track2[..^3] + card.Icvv)).ShouldBeFalse();
        Pay(new Authorisation("stripe", Track2: card.Track2[..^3] + card.Cvv2)).ShouldBeFalse();
        Pay(new Authorisation("number", card.Pan, Expiry: card.Expiry, Cvv2: card.Cvv)).ShouldBeFalse();
        Pay(new Authorisation("number", card.Pan, Expiry: "2801", Cvv2: card.Cvv2)).ShouldBeFalse();
        Pay(new Authorisation("magic", card.Pan)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("{\"way\":null}")]
    [InlineData("{\"way\":\"chip\",\"atc\":\"1\"}")]
    [InlineData("{\"way\":\"chip\",\"pen\":\"1\"}")]
    public void What_is_no_such_message_is_not_one(string json) =>
        CardNetwork.Parse(Encoding.UTF8.GetBytes(json)).ShouldBeNull();

    [Theory]
    [InlineData("{\"way\":\"chip\"}")]
    [InlineData("{\"way\":\"chip\",\"pan\":\"PAN\",\"sequence\":\"01\",\"atc\":70000}")]
    [InlineData("{\"way\":\"chip\",\"pan\":\"PAN\",\"sequence\":\"01\",\"atc\":9,\"arqc\":\"zz\",\"cdol1\":\"0\"}")]
    [InlineData("{\"way\":\"stripe\",\"track2\":\"\"}")]
    [InlineData("{\"way\":\"number\",\"pan\":\"PAN\",\"cvv2\":\"\"}")]
    public void Odd_messages_are_declined(string json)
    {
        var text = json.Replace("PAN", _bench.Person.Accounts[0].Pan, StringComparison.Ordinal);
        Pay(CardNetwork.Parse(Encoding.UTF8.GetBytes(text))!).ShouldBeFalse();
    }

    private bool[] ThreeWays(ushort atc)
    {
        var card = _bench.Person.Accounts[0];
        return
        [
            Pay(ChipPurchase(atc)),
            Pay(new Authorisation("stripe", Track2: card.Track2)),
            Pay(new Authorisation("number", card.Pan, Expiry: card.Expiry, Cvv2: card.Cvv2)),
        ];
    }

    private Authorisation ChipPurchase(ushort atc)
    {
        var card = _bench.Person.Accounts[0];
        return TestChip.Purchase(card.Pan, Convert.FromHexString(card.Chip.UdkAc), atc);
    }

    private bool Pay(Authorisation asked) => _bench.Central.Network.Authorise(asked);
}
