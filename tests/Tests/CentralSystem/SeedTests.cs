using System.Security.Cryptography;
using KioskSuite.CentralSystem;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;

namespace KioskSuite.Tests.CentralSystem;

public sealed class SeedTests
{
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    private readonly Seed _seed = CentralBench.ReadSeed();

    [Fact]
    public void Each_run_has_its_own_person()
    {
        _seed.People.Select(p => p.Id).ShouldBe([
            "plain", "jam-at-print", "chip-mute", "wrong-blank", "not-taken", "central-away", "reader-garbage",
            "same-number", "kill-feed", "kill-chip"]);
        var accounts = _seed.People.SelectMany(p => p.Accounts).ToList();
        accounts.Select(a => a.Card).ShouldBeUnique();
        accounts.Select(a => a.Pan).ShouldBeUnique();
        _seed.People.Select(p => p.Document.Number).ShouldBeUnique();
    }

    [Fact]
    public void Document_numbers_check_and_say_birth_and_sex()
    {
        foreach (var document in _seed.People.Select(p => p.Document))
        {
            var sum = Weights.Select((weight, i) => weight * (document.Number[i] - '0')).Sum();
            document.Number.Length.ShouldBe(18);
            document.Number[17].ShouldBe("10X98765432"[sum % 11]);
            document.Number[6..14].ShouldBe(document.Birth);
            ((document.Number[16] - '0') % 2 == 1 ? "1" : "2").ShouldBe(document.Sex);
        }
    }

    [Fact]
    public void Every_derived_value_follows_from_the_master_keys()
    {
        var cvk = Convert.FromHexString(_seed.Issuer.CvkA + _seed.Issuer.CvkB);
        var imk = CentralBench.ImkAc(_seed);
        foreach (var card in _seed.People.SelectMany(p => p.Accounts))
        {
            Luhn.IsValid(card.Pan).ShouldBeTrue();
            (card.Pan[..6], card.Pan.Length).ShouldBe((_seed.Issuer.Bin, _seed.Issuer.PanLength));
            card.Cvv.ShouldBe(CardVerification.Cvv(cvk, card.Pan, card.Expiry, card.ServiceCode));
            card.Icvv.ShouldBe(CardVerification.Icvv(cvk, card.Pan, card.Expiry));
            card.Cvv2.ShouldBe(CardVerification.Cvv2(cvk, card.Pan, card.Expiry, DateOrder.YearMonth));
            card.Chip.UdkAc.ShouldBe(Convert.ToHexString(EmvKeys.OptionA(imk, card.Pan, card.Sequence)));
            var debit = new DebitCard(card.Pan, card.Sequence, card.Expiry, "260101", card.ServiceCode);
            card.Track2.ShouldBe(StripeData.Build(debit, cvk).Track2);
            card.Chip.Track2.ShouldBe(
                $"{card.Pan}D{card.Expiry}{card.ServiceCode}{DebitCard.Discretionary(card.Icvv)}");
        }
    }

    [Fact]
    public void The_keys_are_no_test_keys_have_odd_parity_and_belong_together()
    {
        var issuer = _seed.Issuer;
        var masters = issuer.KeyVersions.SelectMany(v => new[] { v.ImkAc, v.ImkMac, v.ImkEnc }).ToList();
        foreach (var key in (string[])[.. masters, issuer.CvkA, issuer.CvkB])
            Convert.FromHexString(key).ShouldAllBe(b => byte.PopCount(b) % 2 == 1);
        masters.Concat(issuer.Sm.KeyVersions.SelectMany(v => new[] { v.ImkAc, v.ImkMac, v.ImkEnc })).ShouldBeUnique();
        issuer.KeyVersions.Select(v => v.Index).ShouldBe(["01", "02"]);
        issuer.CardManagerKey.ShouldNotBe("404142434445464748494A4B4C4D4E4F");
        using var key1 = ECDsa.Create();
        key1.ImportPkcs8PrivateKey(Convert.FromBase64String(issuer.TicketKey), out _);
        Convert.ToBase64String(key1.ExportSubjectPublicKeyInfo()).ShouldBe(issuer.TicketPublicKey);
    }

    [Theory]
    [InlineData("\"hopper\"", "\"hoper\"", "hoper")]
    [InlineData("\"text\"", "\"Text\"", "Text")]
    [InlineData("\"minor\": 1000", "\"minor\": 1000, \"minor\": 1", "minor")]
    [InlineData("\"blank\": \"PBOC-DUAL-80K\"", "\"blank\": null", "blank")]
    [InlineData("\"hopper\": 25,", "", "hopper")]
    [InlineData("25", "\"25\"", "hopper")]
    public void A_wrong_key_is_named_with_its_file(string right, string wrong, string named)
    {
        var text = File.ReadAllText(CentralBench.SeedPath);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        var changed = string.Concat(text.AsSpan(0, at), wrong, text.AsSpan(at + right.Length));
        using var file = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(changed));
        var message = Should.Throw<StartUpException>(() => SeedFile.Parse(file, "some-seed.json")).Message;
        message.ShouldContain("some-seed.json");
        message.ShouldContain(named);
    }

    [Theory]
    [InlineData("--folder a --seed b --colour red", "--colour")]
    [InlineData("--folder a", "--seed")]
    [InlineData("--folder a --seed", "--seed")]
    [InlineData("--folder a --folder b --seed c", "--folder")]
    [InlineData("--folder a --seed b --port 70000", "--port")]
    [InlineData("--folder a --seed b --fault rain", "rain")]
    public void A_wrong_argument_is_named(string line, string named) =>
        Should.Throw<StartUpException>(() => Options.Parse(line.Split(' '))).Message.ShouldContain(named);

    [Fact]
    public void Arguments_are_understood() =>
        Options.Parse("--seed s --folder f --port 1 --card-network-port 2 --fault central-away".Split(' '))
            .ShouldBe(new Options("f", "s", 1, 2, CentralFault.CentralAway));
}
