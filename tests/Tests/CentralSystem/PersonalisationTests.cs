using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using KioskSuite.CentralSystem;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.CentralSystem;

public sealed class PersonalisationTests : IDisposable
{
    private readonly CentralBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_ticket_verifies_and_any_flipped_bit_of_body_or_signature_does_not()
    {
        await _bench.StopAsync();
        var ticket = (await _bench.Commands.OrderCard(_bench.Order(), CentralBench.Call())).Ticket_;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(_bench.Seed.Issuer.TicketPublicKey), out _);
        Verifies(key, ticket.Body.ToByteArray(), ticket.Signature.ToByteArray()).ShouldBeTrue();
        for (var bit = 0; bit < ticket.Body.Length * 8; bit++)
            Verifies(key, Flipped(ticket.Body, bit), ticket.Signature.ToByteArray()).ShouldBeFalse();
        for (var bit = 0; bit < ticket.Signature.Length * 8; bit++)
            Verifies(key, ticket.Body.ToByteArray(), Flipped(ticket.Signature, bit)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_ticket_says_for_which_kiosk_case_card_and_blank_it_is()
    {
        await _bench.StopAsync();
        var ticket = await _bench.OrderAsync();
        (ticket.Kiosk, ticket.Case, ticket.Replaces).ShouldBe(
            (CentralBench.Kiosk, CentralBench.Case, CentralBench.OldCard));
        ticket.Blanks.ShouldBe(_bench.Seed.Blanks.Select(b => b.Code));
        ticket.Channels.ShouldBe(["SCP02", "SCP03-S8", "SCP03-S16"]);
        ticket.Acts.ShouldBe(["feed", "personalise", "stripe", "print", "present"]);
        (ticket.HostChallenge.Length, ticket.ValidSeconds).ShouldBe((16, 600u));
        var pan = _bench.Card(ticket.Card).Pan;
        (pan[..6], pan.Length, Luhn.IsValid(pan)).ShouldBe(("621700", 19, true));
    }

    [Fact]
    public async Task The_script_opens_the_channel_with_the_cards_own_keys()
    {
        var issue = await _bench.ReachAsync("bound");
        var context = issue.Chip.Context(issue.Ticket.HostChallenge.Span[..8]);
        var mac = issue.Chip.SessionMac(issue.Ticket.HostChallenge.Span[..8]);
        var host = Scp03Cipher.Derive(mac, Scp03Cipher.HostCryptogram, 64, context);
        issue.Script!.Commands[0].Apdu.Span[..13].ToArray().ShouldBe([0x84, 0x82, 0x03, 0x00, 0x10, .. host]);
        issue.Script.Commands.Count.ShouldBeGreaterThan(10);
        issue.Script.Commands.ShouldAllBe(c => c.Sw == 0x9000 && c.Mask == 0xFFFF);
    }

    [Fact]
    public async Task Face_and_tracks_carry_the_new_number_and_the_persons_name()
    {
        var issue = await _bench.ReachAsync("bound");
        var card = _bench.Card(issue.Ticket.Card);
        var face = issue.Script!.Face;
        (face.Pan, face.Name, face.Layout).ShouldBe((card.Pan, _bench.Person.Document.Name, "debit-classic"));
        (face.Expiry, face.LayoutVersion).ShouldBe(("11/31", 1ul));
        var tracks = issue.Script.Tracks.Select(t => t.ToString(Encoding.ASCII)).ToList();
        (tracks.Count, issue.Script.Coercivity).ShouldBe((3, "high"));
        tracks[2].ShouldStartWith($"99{card.Pan}=156156");
        tracks[0].ShouldStartWith($"B{card.Pan}^");
        tracks[1].ShouldStartWith($"{card.Pan}=3111220");
    }

    [Fact]
    public async Task A_chip_that_does_not_know_its_keys_is_never_bound()
    {
        var issue = await _bench.ReachAsync("ordered");
        var opened = _bench.Opened(issue.Ticket, issue.Chip);
        opened.InitializeUpdate = ByteString.CopyFrom(Flipped(opened.InitializeUpdate, (28 * 8) + 3));
        (await CentralBench.CodeOf(() => _bench.Commands.Personalise(opened, CentralBench.Call())))
            .ShouldBe(StatusCode.FailedPrecondition);
        _bench.Card(issue.Ticket.Card).State.ShouldBe(CardState.Ordered);
    }

    [Fact]
    public async Task A_chip_of_another_stock_is_refused()
    {
        var issue = await _bench.ReachAsync("ordered");
        var opened = _bench.Opened(issue.Ticket, issue.Chip);
        opened.Cplc = ByteString.CopyFrom(Flipped(opened.Cplc, 2 * 8));
        (await CentralBench.CodeOf(() => _bench.Commands.Personalise(opened, CentralBench.Call())))
            .ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task A_chip_that_is_on_a_card_already_is_refused()
    {
        var issue = await _bench.ReachAsync("bound");
        await _bench.StopAsync("card-0002");
        var order = _bench.Order(card: "card-0002");
        var ticket = await _bench.Commands.OrderCard(order, CentralBench.Call());
        var body = TicketBody.Parser.ParseFrom(ticket.Ticket_.Body);
        var opened = _bench.Opened(body, issue.Chip);
        (await CentralBench.CodeOf(() => _bench.Commands.Personalise(opened, CentralBench.Call())))
            .ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task An_old_ticket_opens_no_chip()
    {
        var issue = await _bench.ReachAsync("ordered");
        _bench.Time.Advance(TimeSpan.FromSeconds(601));
        (await CentralBench.CodeOf(
            () => _bench.Commands.Personalise(_bench.Opened(issue.Ticket, issue.Chip), CentralBench.Call())))
            .ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task Scripts_and_tracks_do_not_rest_on_disk()
    {
        var issue = await _bench.ReachAsync("active");
        var secrets = issue.Script!.Commands.Select(c => c.Apdu).Concat(issue.Script.Tracks).ToList();
        foreach (var file in Directory.GetFiles(_bench.Folder))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            secrets.Count(s => bytes.AsSpan().IndexOf(s.Span) >= 0).ShouldBe(0, Path.GetFileName(file));
        }
    }

    [Fact]
    public async Task Personalise_and_Prove_are_the_two_round_trips()
    {
        await _bench.ReachAsync("active");
        _bench.Ask<long>("SELECT round_trips FROM ticket").ShouldBe(2);
    }

    [Fact]
    public async Task Channel_and_suite_are_recorded_as_the_chip_answered()
    {
        await _bench.ReachAsync("bound");
        _bench.Ask<string>("SELECT channel FROM card WHERE state = 'bound'").ShouldBe("SCP03-S8");
        _bench.Ask<string>("SELECT suite FROM card WHERE state = 'bound'").ShouldBe("3DES");
    }

    [Theory]
    [InlineData("one less", "responses")]
    [InlineData("refused", "responses")]
    [InlineData("not secured", "life-cycle")]
    [InlineData("not personalised", "life-cycle")]
    [InlineData("unreadable", "life-cycle")]
    public async Task A_script_whose_answers_are_not_as_they_must_be_proves_nothing(string what, string reason)
    {
        var issue = await _bench.ReachAsync("bound");
        var proof = _bench.Proof(issue);
        var answers = proof.Responses;
        switch (what)
        {
            case "one less":
                answers.RemoveAt(3);
                break;
            case "refused":
                answers[3] = ByteString.CopyFrom(0x6A, 0x84);
                break;
            case "not secured":
                answers[^2] = TestChip.Status(("A000000151000000", 0x07));
                break;
            case "not personalised":
                answers[^1] = TestChip.Status(("A000000333010101", 0x0F));
                break;
            default:
                answers[^1] = ByteString.CopyFrom(0xE3, 0x7F, 0x90, 0x00);
                break;
        }

        var verdict = await _bench.Commands.Prove(proof, CentralBench.Call());
        (verdict.Proved, verdict.Reason).ShouldBe((false, reason));
    }

    [Fact]
    public async Task A_refused_call_in_between_is_a_round_trip_too()
    {
        var issue = await _bench.ReachAsync("bound");
        await CentralBench.CodeOf(() => _bench.Commands.Activate(_bench.Taken(issue.Ticket), CentralBench.Call()));
        await _bench.Commands.Prove(_bench.Proof(issue), CentralBench.Call());
        _bench.Ask<long>("SELECT round_trips FROM ticket").ShouldBe(3);
    }

    private static bool Verifies(ECDsa key, byte[] body, byte[] signature) => key.VerifyData(
        body, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    private static byte[] Flipped(ByteString bytes, int bit)
    {
        var copy = bytes.ToByteArray();
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }
}
