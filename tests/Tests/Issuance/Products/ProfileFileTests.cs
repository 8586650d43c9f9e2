using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Issuance.Products;

namespace KioskSuite.Tests.Issuance.Products;

public sealed class ProfileFileTests
{
    [Fact]
    public void The_committed_profile_breaks_no_rule_and_carries_its_files_hash()
    {
        var reading = ProfileFile.Read(ProfileSample.File);
        reading.Complaints.ShouldBeEmpty();
        reading.Profile!.Sha256.ShouldBe(Convert.ToHexString(SHA256.HashData(ProfileSample.File)));
        reading.Profile.ToString().ShouldBe($"{reading.Profile.Product} {reading.Profile.Version}, TEST-0001");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"schema\":1}")]
    [InlineData("{\"schema\":1,\"schema\":1}")]
    public void What_is_no_profile_is_said_to_be_none(string text)
    {
        var reading = ProfileFile.Read(Encoding.UTF8.GetBytes(text));
        reading.Profile.ShouldBeNull();
        reading.Complaints.ShouldNotBeEmpty();
    }

    [Fact]
    public void An_unknown_key_is_not_passed_over() =>
        ProfileSample.Complaints(p => p["serviceCod"] = "220").ShouldHaveSingleItem().ShouldContain("serviceCod");

    [Fact]
    public void A_missing_key_has_no_silent_default() =>
        ProfileSample.Complaints(p => p.AsObject().Remove("stripe")).ShouldHaveSingleItem().ShouldContain("stripe");

    [Theory]
    [InlineData("none", ProfileStripe.None)]
    [InlineData("loCo", ProfileStripe.LoCo)]
    [InlineData("hiCo", ProfileStripe.HiCo)]
    public void A_product_says_which_stripe_it_has(string word, ProfileStripe stripe) =>
        ProfileSample.With(p => p["stripe"] = word).Profile!.Stripe.ShouldBe(stripe);

    [Theory]
    [InlineData("true")]
    [InlineData("2")]
    [InlineData("null")]
    [InlineData("\"4000 Oe\"")]
    public void A_stripe_of_another_word_is_refused(string json) => ProfileSample
        .Complaints(p => p["stripe"] = JsonNode.Parse(json)).ShouldHaveSingleItem().ShouldContain("stripe");

    [Theory]
    [InlineData("schema", 2)]
    [InlineData("version", 0)]
    [InlineData("verificationAt", 21)]
    [InlineData("iccKeyBits", 2048)]
    public void A_number_out_of_its_range_is_named(string key, int value) =>
        ProfileSample.Complaints(p => p[key] = value).ShouldHaveSingleItem().ShouldStartWith(key);

    [Theory]
    [InlineData("5A0")]
    [InlineData("ZZ")]
    [InlineData("9F38AABB")]
    public void A_tag_that_is_none_is_refused(string tag) =>
        ProfileSample.Complaints(p => p.Object("8C")["tag"] = tag).ShouldHaveSingleItem();

    [Fact]
    public void An_object_with_two_sources_has_none() =>
        ProfileSample.Complaints(p => p.Object("5A")["value"] = "00").ShouldHaveSingleItem().ShouldContain("records");

    [Fact]
    public void Null_instead_of_an_object_is_a_complaint_and_no_crash() =>
        ProfileSample.Complaints(p => p.Application()["records"]![0] = null).ShouldNotBeEmpty();

    [Fact]
    public void A_file_that_is_too_large_is_not_parsed() =>
        ProfileFile.Read(new byte[ProfileFile.LargestBytes + 1]).Complaints.ShouldHaveSingleItem();

    [Fact]
    public void Any_one_changed_byte_gives_a_profile_or_complaints() => Check.QuickThrowOnFailure(
        Prop.ForAll<ushort, byte>((at, value) =>
        {
            var file = (byte[])ProfileSample.File.Clone();
            file[at % file.Length] = value;
            var reading = ProfileFile.Read(file);
            return reading.Profile is null == reading.Complaints.Count > 0;
        }));
}
