using Google.Protobuf;
using KioskSuite.CentralSystem;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.Jobs;

/// <summary>N20: a card that does not read back as ordered is void and retained, by whoever notices.</summary>
public sealed class JourneyProofTests : IDisposable
{
    private const byte GetProcessingOptions = 0xA8;
    private const byte ReadRecord = 0xB2;
    private const byte GenerateAc = 0xAE;
    private readonly JourneyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 17)]
    [InlineData(2, 33)]
    public async Task One_flipped_bit_in_a_record_read_back_spoils_the_card(int record, int bit)
    {
        var (paying, seen) = (false, 0);
        _bench.Chip.Twist = (command, answer) =>
        {
            (paying, seen) = command[1] switch
            {
                GetProcessingOptions => (true, 0),
                ReadRecord => (paying, seen),
                _ => (false, seen),
            };
            if (paying && command[1] == ReadRecord && seen++ == record)
            {
                answer[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            return answer;
        };
        await SpoiltAsync("CheckFailed");
        _bench.Line.Calls.ShouldNotContain(c => c.Method == "Prove");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    public async Task One_flipped_bit_in_the_ARQC_is_not_proved(int bit)
    {
        _bench.Line.Rules["Prove"] = (request, through) =>
        {
            var proof = (Proof)request;
            proof.Arqc = Flipped(proof.Arqc, bit);
            return through();
        };
        await SpoiltAsync("NotProved");
        Verdict.ShouldBe("cryptogram");
    }

    [Fact]
    public async Task One_flipped_bit_in_the_signed_cryptogram_spoils_the_card()
    {
        _bench.Chip.Twist = (command, answer) =>
        {
            if (command[1] == GenerateAc)
            {
                answer[^3] ^= 1;
            }

            return answer;
        };
        await SpoiltAsync("CheckFailed");
        _bench.Line.Calls.ShouldNotContain(c => c.Method == "Prove");
    }

    [Fact]
    public async Task One_flipped_bit_in_the_key_written_is_not_proved()
    {
        _bench.Line.Rules["Personalise"] = async (request, through) =>
        {
            var script = (Script)await through();
            return WithAnotherKey((Opened)request, script);
        };
        await SpoiltAsync("NotProved");
        Verdict.ShouldBe("cryptogram");
    }

    [Fact]
    public async Task A_chip_that_falls_silent_while_it_is_written_is_void_and_retained()
    {
        _bench.Chip.Twist = (_, answer) => _bench.Chip.StoreDataSeen > 3 ? null : answer;
        await SpoiltAsync("ChipMute");
    }

    [Fact]
    public async Task Central_that_sends_a_wrong_cryptogram_back_spoils_the_card()
    {
        _bench.Line.Rules["Prove"] = JourneyLine.Twisting<Verdict>(v => v.Arpc = Flipped(v.Arpc));
        await SpoiltAsync("ChipRefused");
    }

    private string Verdict => _bench.Ask<string>("SELECT DISTINCT verdict FROM ticket");

    private async Task SpoiltAsync(string cause)
    {
        var end = await _bench.RunAsync();

        end.Triple.ShouldBe("card-retained stopped void");
        end.Ended!.Cause.ShouldBe(cause);
        _bench.Ask<string>("SELECT DISTINCT void_reason FROM ticket").ShouldBe(cause);
        _bench.Printer.Count(Place.Retained).ShouldBe(3, "the first blank and two new ones; then staff");
        JourneyEnd.Invariants(_bench);
    }

    private static ByteString Flipped(ByteString bytes, int bit = 0)
    {
        var copy = bytes.ToByteArray();
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return ByteString.CopyFrom(copy);
    }

    // A key of the same card but for one bit that DES uses, written with its own right check value.
    private Script WithAnotherKey(Opened opened, Script script)
    {
        var (issuer, masters) = (_bench.Seed.Issuer, _bench.Seed.Issuer.KeyVersions[0]);
        static byte[] Hex(string text) => Convert.FromHexString(text);
        var row = _bench.Central.Database.Transact(work => work.One<Written>(
            """
            SELECT pan AS Pan, sequence AS Sequence, expiry AS Expiry, service_code AS Service,
              issued_at AS IssuedAt, host_challenge AS Challenge, certified AS Certified
            FROM card JOIN ticket USING (ticket) WHERE ticket = @Ticket
            """, new { opened.Ticket }))!;
        var from = DateTimeOffset.FromUnixTimeMilliseconds(row.IssuedAt).ToString("yyMMdd");
        var keys = new DebitIssuerKeys(
            Hex(masters.ImkAc), Hex(masters.ImkMac), Hex(masters.ImkEnc), Hex(issuer.CvkA + issuer.CvkB));
        using var application = DebitApplication.Derive(
            keys,
            new DebitCard(row.Pan, row.Sequence, row.Expiry, from, row.Service),
            Products.Of("debit-classic").Keys[0]);
        application.UdkAc[0] ^= 2;
        var answer = InitializeUpdateAnswer.Parse(opened.InitializeUpdate.Memory).Value;
        using var chip = StaticKeys.Diversify(
            KeyDiversification.EmvCps, KeyAlgorithm.TripleDes, Hex(issuer.CardManagerKey), answer.Kdd.Span);
        var seal = new TicketSeal(Hex(issuer.StorageKey));
        using var certified = CertifiedCard.Parse(seal.Open(row.Certified, opened.Ticket)).Value;
        using var card = application.Prepare(Products.Of("debit-classic"), certified);
        using var written = ScriptWriter.Write(
            chip, row.Challenge, answer, ChannelOptions.Default, card.Applets).Value;
        script.Commands.Clear();
        script.Commands.Add(written.Commands.Select(c => new Command
        {
            Apdu = ByteString.CopyFrom(c.Apdu.Span),
            Sw = c.StatusWord,
            Mask = c.Mask
        }));
        return script;
    }

    private sealed record Written(
        string Pan, string Sequence, string Expiry, string Service, long IssuedAt, byte[] Challenge, byte[] Certified);
}
