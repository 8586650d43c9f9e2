using System.Security.Cryptography;
using System.Text;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Tests.Issuance;

public sealed class PersonalisationTests
{
    private const string Aid = "A000000333010101";

    [Fact]
    public void Three_applets_are_personalised_in_one_script_each_ending_with_its_last_block()
    {
        using var application = Samples.Application();
        var commands = Plain(application).Select(c => CommandApdu.Parse(c).Value).ToList();
        commands.Where(c => c.Ins == 0xE6).Select(c => Convert.ToHexString(c.Data.Span)).ShouldBe([
            "00000E315041592E5359532E4444463031000000",
            "00000E325041592E5359532E4444463031000000",
            "000008A000000333010101000000"]);
        for (var i = 0; i < commands.Count; i++)
        {
            var isStore = commands[i].Ins == 0xE2;
            var endsApplet = isStore && (i == commands.Count - 1 || commands[i + 1].Ins == 0xE6);
            ((commands[i].P1 & 0x80) != 0).ShouldBe(endsApplet);
            var previous = isStore && commands[i - 1].Ins == 0xE2 ? commands[i - 1].P2 + 1 : 0;
            commands[i].P2.ShouldBe((byte)previous);
        }
    }

    [Fact]
    public void Only_the_keys_are_encrypted_and_their_check_values_fit()
    {
        using var application = Samples.Application();
        var script = Plain(application).Select(c => CommandApdu.Parse(c).Value).ToList();
        var encrypted = script.Where(c => c.Ins == 0xE2 && (c.P1 & 0x60) == 0x60).ToList();
        encrypted.ShouldHaveSingleItem().Data.Span[..3].ToArray().ShouldBe([0x80, 0x00, 48]);
        var groups = new FinishedCard(application).Groups[Aid];
        groups[DgiTag.Keys].ShouldBe([.. application.UdkAc, .. application.UdkMac, .. application.UdkEnc]);
        groups[DgiTag.KeyCheckValues].ShouldBe([
            .. groups[DgiTag.Keys].Chunk(16).SelectMany(key => KeyCheckValue.TripleDes(key))]);
    }

    [Fact]
    public void No_clear_key_stands_in_the_script()
    {
        using var application = Samples.Application();
        var script = string.Join(' ', Plain(application).Select(Convert.ToHexString));
        script.ShouldNotContain(Convert.ToHexString(application.UdkAc)[..16]);
        script.ShouldNotContain(Convert.ToHexString(application.UdkEnc)[16..]);
    }

    [Fact]
    public void Chip_and_stripe_agree_but_for_their_verification_values()
    {
        using var application = Samples.Application();
        var groups = new FinishedCard(application).Groups[Aid];
        var track2 = BerTlv.Parse(groups[0x0101]).Value.FindPath(EmvTag.Record, EmvTag.Track2)!.Value;
        Convert.ToHexString(track2.Span).ShouldBe("6212345678901234569D3012220000000320");
        var stripe = StripeData.Build(Samples.Card, Samples.Issuer.Cvk);
        stripe.Track2.ShouldBe("6212345678901234569=3012220000000288");
        stripe.Track1.ShouldBe("B6212345678901234569^CARDHOLDER/^3012220000000288");
        stripe.Track3.ShouldBe($"996212345678901234569=156156{new string('0', 29)}30120===0=");
        stripe.Track3.ShouldNotContain("288");
    }

    [Fact]
    public void Account_data_are_consistent_as_labs_demand()
    {
        using var application = Samples.Application();
        var account = BerTlv.Parse(new FinishedCard(application).Groups[Aid][0x0201]).Value[0];
        string Of(uint tag) => Convert.ToHexString(account.Find(tag)!.Value.Span);
        Of(EmvTag.Pan).ShouldBe("6212345678901234569F");
        Of(EmvTag.ExpiryDate).ShouldBe("301231");
        Of(EmvTag.EffectiveDate).ShouldBe("260801");
        Of(EmvTag.ServiceCode).ShouldBe("0220");
    }

    [Fact]
    public void The_expected_view_is_what_the_records_hash_to()
    {
        using var application = Samples.Application();
        var groups = new FinishedCard(application).Groups[Aid];
        var view = Samples.ExpectedOf(application);
        view.Records.Select(r => r.FileAndRecord).ShouldBe([0x0101, 0x0201, 0x0202, 0x0301]);
        foreach (var record in view.Records)
        {
            record.Sha256.ShouldBe(SHA256.HashData(groups[(ushort)record.FileAndRecord]));
        }

        var options = BerTlv.Parse(groups[DgiTag.ProcessingOptions]).Value;
        options.FindPath(EmvTag.Aip)!.Value.ToArray().ShouldBe(view.Aip);
        options.FindPath(EmvTag.Afl)!.Value.ToArray().ShouldBe(view.Afl);
    }

    [Fact]
    public void The_name_placeholder_is_the_only_name_on_the_chip()
    {
        using var application = Samples.Application();
        var first = BerTlv.Parse(new FinishedCard(application).Groups[Aid][0x0101]).Value[0];
        Encoding.ASCII.GetString(first.Find(EmvTag.Name)!.Value.Span).ShouldBe("CARDHOLDER/");
    }

    [Theory]
    [InlineData("6212345678901234568", "00", "3012", "260801", "220")]
    [InlineData("621234567890", "00", "3012", "260801", "220")]
    [InlineData("6212345678901234569", "0", "3012", "260801", "220")]
    [InlineData("6212345678901234569", "00", "3013", "260801", "220")]
    [InlineData("6212345678901234569", "00", "3012", "261301", "220")]
    [InlineData("6212345678901234569", "00", "3012", "260801", "22A")]
    public void Malformed_card_data_are_a_bug_that_tells_no_data(
        string pan, string psn, string expiry, string effective, string serviceCode)
    {
        var card = new DebitCard(pan, psn, expiry, effective, serviceCode);
        var thrown = Should.Throw<InvariantException>(
            () => DebitApplication.Derive(Samples.Issuer, card, Samples.Version));
        thrown.Message.ShouldNotContain(pan);
        card.ToString().ShouldBe("debit card");
    }

    [Fact]
    public void A_wrapped_script_begins_with_external_authenticate_and_ends_with_the_cards_state()
    {
        var vector = Vectors.All["scp03-pysim-AES128-lvl33"];
        using var keys = ChannelVectorTests.KeysOf(vector, isAes: true);
        var answer = InitializeUpdateAnswer.Parse(vector.Hex("init_update_response")).Value;
        var options = ChannelVectorTests.OptionsOf(vector);
        byte[] challenge = [.. vector.Hex("host_challenge"), 1, 2, 3, 4, 5, 6, 7, 8];
        using var application = Samples.Application();
        using var script = ScriptWriter.Write(
            keys, challenge, answer, options, application.Prepare(Samples.Product).Applets).Value;
        script.Commands[0].Apdu.ToArray().ShouldBeHex(vector.Text("ext_auth_apdu"));
        script.Commands.Count.ShouldBe(1 + Plain(application).Count + 4);
        script.Commands.TakeLast(4).Select(c => Convert.ToHexString(c.Apdu.Span[1..4])).ShouldBe(
            ["F08007", "F0800F", "F28002", "F24002"]);
        script.Commands.Skip(1).Select(c => (c.Apdu.ToArray()[0], c.StatusWord, c.Mask)).Distinct()
            .ShouldBe([((byte)0x84, (ushort)0x9000, (ushort)0xFFFF)]);
        ScriptWriter.Write(keys, new byte[8], answer, options, application.Prepare(Samples.Product).Applets)
            .Failure!.Fault.ShouldBe(DeviceFault.ChipNotGenuine);
    }

    [Fact]
    public void The_same_question_is_answered_with_the_same_bytes()
    {
        var vector = Vectors.All["scp03-pysim-AES128-lvl33"];
        var answer = InitializeUpdateAnswer.Parse(vector.Hex("init_update_response")).Value;
        using var application = Samples.Application();
        IReadOnlyList<string> Written()
        {
            using var keys = ChannelVectorTests.KeysOf(vector, isAes: true);
            using var script = ScriptWriter.Write(
                keys,
                vector.Hex("host_challenge"),
                answer,
                ChannelVectorTests.OptionsOf(vector),
                application.Prepare(Samples.Product).Applets).Value;
            return [.. script.Commands.Select(c => Convert.ToHexString(c.Apdu.Span))];
        }

        Written().ShouldBe(Written());
    }

    private static IReadOnlyList<byte[]> Plain(DebitApplication application)
    {
        using var session = ChannelSamples.Scp03(ChannelSamples.TestKeys(KeyAlgorithm.Aes));
        session.ExternalAuthenticate(SecurityLevels.MacEnc);
        return [.. application.Prepare(Samples.Product).Applets.SelectMany(applet => AppletScript.Of(applet, session))];
    }
}
