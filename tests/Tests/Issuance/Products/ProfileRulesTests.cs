using System.Text.Json.Nodes;
using KioskSuite.Issuance.Products;

namespace KioskSuite.Tests.Issuance.Products;

/// <summary>Each rule, broken once: what a laboratory would send back is said before a card is made.</summary>
public sealed class ProfileRulesTests
{
    private static void Breaks(Action<JsonNode> change, string where, string says) =>
        ProfileSample.Complaints(change).ShouldContain(c => c.Contains(where) && c.Contains(says));

    [Fact]
    public void An_international_application_is_another_product() => Breaks(
        p =>
        {
            var other = p.Application().DeepClone();
            (other["aid"], other["priority"]) = ("A0000000031010", 2);
            p["applications"]!.AsArray().Add(other);
        },
        "A000000003",
        "one scheme");

    [Fact]
    public void One_name_may_not_start_with_another() => Breaks(
        p =>
        {
            var other = p.Application().DeepClone();
            (other["aid"], other["priority"]) = ("A00000033301010102", 2);
            p["applications"]!.AsArray().Add(other);
        },
        "A000000333010101",
        "start of another");

    [Fact]
    public void A_stripe_only_service_code_is_refused() => Breaks(p => p["serviceCode"] = "120", "120", "2 or 6");

    [Fact]
    public void Two_key_versions_with_one_index_cannot_be_told_apart() => Breaks(
        p => p["keys"]!.AsArray().Add(p["keys"]![0]!.DeepClone()), "1", "different key indexes");

    [Fact]
    public void A_contactless_application_needs_its_directory() => Breaks(
        p =>
        {
            p["directories"]!.AsArray().RemoveAt(1);
            p.Application()["contactless"] = p.Application()["contact"]!.DeepClone();
        },
        "contactless",
        "one directory");

    [Fact]
    public void A_record_in_the_AFL_that_is_not_there_stops_a_terminal() =>
        Breaks(p => p.Application()["contact"]!["afl"] = "080102001001020018010100", "record 1.2", "is there");

    [Fact]
    public void An_AFL_that_is_none_is_named() =>
        Breaks(p => p.Application()["contact"]!["afl"] = "08010100FF010100", "94", "AFL");

    [Fact]
    public void A_record_that_no_AFL_names_is_never_read() =>
        Breaks(p => p.Application()["contact"]!["afl"] = "080101001001010118010200", "record 2.2", "named by an AFL");

    [Fact]
    public void An_object_twice_on_one_interface_ends_a_transaction() =>
        Breaks(p => p.Add(2, """{ "tag": "5A", "from": "pan" }"""), "contact 5A", "twice");

    [Theory]
    [InlineData("8C")]
    [InlineData("5F24")]
    [InlineData("8E")]
    public void What_every_terminal_needs_is_there(string tag) =>
        Breaks(p => p.Object(tag)["tag"] = "9F50", tag, "can be read");

    [Fact]
    public void A_fixed_expiry_date_such_as_the_stripes_is_refused() => Breaks(
        p => p.Object("5F24").ReplaceWith(JsonNode.Parse("""{ "tag": "5F24", "value": "491231" }""")!),
        "5F24",
        "from that card");

    [Theory]
    [InlineData("5F20")]
    [InlineData("9F0B")]
    [InlineData("9F61")]
    [InlineData("9F62")]
    public void No_name_and_no_identity_number_can_be_read(string tag) =>
        Breaks(p => p.Add(3, $$"""{ "tag": "{{tag}}", "text": "SOMEBODY" }"""), tag, "no name");

    [Theory]
    [InlineData("9F77")]
    [InlineData("9F79")]
    [InlineData("9F74")]
    public void Electronic_cash_is_not_there_by_accident(string tag) =>
        Breaks(p => p.Add(3, $$"""{ "tag": "{{tag}}", "value": "000000000000" }"""), tag, "no electronic cash");

    [Fact]
    public void Card_keys_in_the_clear_are_refused() =>
        Breaks(p => p.Application()["groups"]![0]!["encrypted"] = false, "8000", "encrypted");

    [Fact]
    public void Card_keys_without_check_values_are_refused() =>
        Breaks(p => p.Application()["groups"]!.AsArray().RemoveAt(1), "CardKeyCheckValues", "both written");

    [Fact]
    public void A_grouping_twice_overwrites_itself() =>
        Breaks(p => p.Application()["groups"]![1]!["dgi"] = "9104", "9104", "twice");

    [Fact]
    public void SDA_alone_can_be_copied() =>
        Breaks(p => p.Application()["contact"]!["aip"] = "5C00", "82", "SDA alone");

    [Fact]
    public void SDA_without_its_signature_is_refused() =>
        Breaks(p => p.Application()["contact"]!["aip"] = "7C00", "82", "exactly when 93");

    [Fact]
    public void DDA_without_certificates_is_refused() =>
        Breaks(p => p.Object("9F46")["tag"] = "9F50", "9F46", "certificates");

    [Fact]
    public void CDA_whose_failure_nobody_asks_for_is_refused() =>
        Breaks(p => p.Object("9F0D")["value"] = "D8609CA800", "9F0D", "CDA that failed");

    [Fact]
    public void DDA_without_a_list_for_its_challenge_is_refused() =>
        Breaks(p => p.Object("9F49")["tag"] = "9F50", "9F49", "DDOL");

    [Fact]
    public void An_own_key_that_no_AIP_mentions_is_refused() =>
        Breaks(p => p["iccKeyBits"] = 0, "iccKeyBits", "exactly when");

    [Fact]
    public void A_certificate_cannot_sign_itself() => Breaks(
        p =>
        {
            p.Application()["contact"]!["afl"] = "080101001001020118010100";
            p.Add(1, """{ "tag": "9F46", "from": "iccCertificate" }""");
        },
        "record 2.1",
        "not in the records they sign");

    [Fact]
    public void Signed_records_without_offline_authentication_mean_nothing() =>
        Breaks(p => p.Application()["contact"]!["aip"] = "1C00", "94", "without it none");

    [Fact]
    public void CDOL1_in_another_order_gives_another_cryptogram() =>
        Breaks(p => p.Object("8C")["value"] = "9F03069F0206", "8C", "CDOL1");

    [Fact]
    public void CDOL2_without_the_response_code_is_refused() => Breaks(
        p => p.Object("8D")["value"] = "9F02069F03069F1A0295055F2A029A039C019F3704", "8D", "CDOL2");

    [Fact]
    public void A_CVM_list_without_online_PIN_is_refused() =>
        Breaks(p => p.Object("8E")["value"] = "00000000000000001E031F00", "8E", "online PIN");

    [Fact]
    public void A_contactless_PDOL_without_qualifiers_is_refused() => Breaks(
        p => p.Application()["contactless"] = p.Application()["contact"]!.DeepClone(), "9F38", "9F66");

    [Fact]
    public void The_expiry_date_is_not_in_the_last_contactless_record() => Breaks(
        p =>
        {
            p.Application()["contactless"] = p.Application()["contact"]!.DeepClone();
            p.Application()["contactless"]!["afl"] = "1001010010010100";
        },
        "record 2.1",
        "last record");
}
