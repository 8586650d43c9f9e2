using System.Text.Json.Nodes;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Products;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Tests.Issuance.Products;

/// <summary>What a profile says of key versions, and what of it reaches a card.</summary>
public sealed class KeyVersionRulesTests
{
    // Group 2 of the profile's application: what the card is told of its keys.
    private const int IssuerData = 2;

    [Fact]
    public void A_version_of_cryptograms_that_nobody_here_makes_is_refused() =>
        Breaks(p => p["keys"]![1]!["cryptogramVersion"] = "17", "17", "version 01");

    [Fact]
    public void Two_versions_from_one_day_leave_open_which_is_meant() =>
        Breaks(p => p["keys"]![1]!["from"] = "2020-01-01", "2020-01-01", "one key version");

    [Fact]
    public void Option_B_with_SM4_is_refused() => Breaks(
        p => (p["suite"], p["keys"]![0]!["option"]) = ("sm", "b"), "01", "option B");

    [Fact]
    public void Cards_of_two_versions_that_do_not_know_their_own_are_refused() => Breaks(
        p => p.Application()["groups"]!.AsArray().RemoveAt(IssuerData), "A000000333010101", "told which");

    [Theory]
    [InlineData("9200")]
    [InlineData("9203")]
    public void Issuer_application_data_that_are_a_constant_would_outlive_their_keys(string dgi) => Breaks(
        p => p.Application()["groups"]!.AsArray().Add(
            JsonNode.Parse($$"""{ "dgi": "{{dgi}}", "value": "9F10080701010000000001" }""")),
        dgi,
        "never a constant");

    [Theory]
    [InlineData("\"value\": \"0701010000000001\"")]
    [InlineData("\"from\": \"issuerApplicationData\"")]
    public void Issuer_application_data_in_a_record_say_what_no_cryptogram_does(string source) =>
        Breaks(p => p.Add(3, $$"""{ "tag": "9F10", {{source}} }"""), "9F10", "never read");

    [Fact]
    public void The_newest_version_that_has_begun_is_in_force()
    {
        var profile = ProfileSample.Profile();
        profile.KeysOn("2027-06-30")!.DerivationKeyIndex.ShouldBe((byte)1);
        profile.KeysOn("2027-07-01")!.DerivationKeyIndex.ShouldBe((byte)2);
        profile.KeysOn("2019-12-31").ShouldBeNull();
    }

    [Fact]
    public void A_card_is_told_its_version_before_what_it_answers_a_terminal()
    {
        var version = Samples.Version with { DerivationKeyIndex = 2 };
        using var application = DebitApplication.Derive(Samples.Issuer, Samples.Card, version);
        var plain = Samples.Product.Applications[0];
        var told = new GroupProfile(0x9200, From: CardField.IssuerApplicationData);
        using var card = application.Prepare(Samples.Product with
        {
            Applications = [plain with { Groups = [.. plain.Groups, told] }],
        });

        var groups = card.Applets[^1].Groups.ToList();
        var at = groups.FindIndex(g => g.Dgi == 0x9200);
        Convert.ToHexString(groups[at].Value).ShouldBe("9F10080702010000000001");
        at.ShouldBeLessThan(groups.FindIndex(g => g.Dgi == 0x9104));
    }

    [Theory]
    [InlineData("debit-classic")]
    [InlineData("debit-sm")]
    [InlineData("credit-classic")]
    public void The_banks_products_tell_their_cards(string product) =>
        ProfileFile.Read(File.ReadAllBytes(Repository.PathTo("deploy", "products", $"{product}.json")))
            .Profile!.Applications.ShouldAllBe(a => a.Groups.Any(g => g.From == CardField.IssuerApplicationData));

    [Fact]
    public void Option_B_for_a_number_of_19_digits_is_as_computed_elsewhere()
    {
        // SHA-1 and 3DES of another library over 06212345678901234569 01: digits 4927227089120476.
        var version = Samples.Version with { Option = DerivationOption.B };
        using var application = DebitApplication.Derive(
            Samples.Issuer, Samples.Card with { Psn = "01" }, version);
        Convert.ToHexString(application.UdkAc).ShouldBe("07E5865E4016A44673C7E00E2AF4795D");
        application.UdkMac.ShouldBe(EmvKeys.OptionB(Samples.Issuer.Mac, Samples.Card.Pan, "01"));
    }

    private static void Breaks(Action<JsonNode> change, string where, string says) =>
        ProfileSample.Complaints(change).ShouldContain(c => c.Contains(where) && c.Contains(says));
}
