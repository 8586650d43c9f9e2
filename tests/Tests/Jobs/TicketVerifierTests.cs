using System.Security.Cryptography;
using Google.Protobuf;
using KioskSuite.Jobs;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.Jobs;

/// <summary>
/// A permit comes from central's signature over exactly these bytes, for this kiosk, case and card, or not at all.
/// </summary>
public sealed class TicketVerifierTests : IDisposable
{
    private static readonly byte[] s_epoch = [1, 2, 3];
    private static readonly TicketExpectation s_ours = new("kiosk-001", s_epoch, 7, "card-0001", "debit-classic");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public void A_ticket_for_this_kiosk_case_and_card_yields_a_permit_with_its_acts()
    {
        var permit = Verifier().Verify(Signed(Body()), s_ours);

        permit.Ticket.ShouldBe("T-1");
        permit.Acts.Count.ShouldBe(5);
        permit.HostChallenge.Length.ShouldBe(16);
        Should.Throw<KioskSuite.Devices.InvariantException>(() => permit.Demand("emboss"));
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_body_or_signature_is_refused()
    {
        var ticket = Signed(Body()).Ticket_;
        for (var bit = 0; bit < ticket.Body.Length * 8; bit++)
        {
            Refused(new Ticket
            {
                Ticket_ = new Signed { Body = Flip(ticket.Body, bit), Signature = ticket.Signature }
            });
        }

        for (var bit = 0; bit < ticket.Signature.Length * 8; bit++)
        {
            Refused(new Ticket
            {
                Ticket_ = new Signed { Body = ticket.Body, Signature = Flip(ticket.Signature, bit) }
            });
        }
    }

    private static readonly Dictionary<string, Action<TicketBody>> s_wrong = new()
    {
        ["another kiosk"] = b => b.Kiosk = "kiosk-002",
        ["another case"] = b => b.Case = 8,
        ["another card"] = b => b.Replaces = "card-0002",
        ["another epoch"] = b => b.Epoch = ByteString.CopyFrom(9),
        ["a short challenge"] = b => b.HostChallenge = ByteString.CopyFrom(new byte[8]),
        ["no validity"] = b => b.ValidSeconds = 0,
        ["endless validity"] = b => b.ValidSeconds = uint.MaxValue,
        ["another product"] = b => b.Product = "credit",
        ["a test card"] = b => b.Test = true,
        ["an act too few"] = b => b.Acts.RemoveAt(2),
        ["no blank"] = b => b.Blanks.Clear(),
        ["no number"] = b => b.Ticket = "",
    };

    public static TheoryData<string> WrongTickets => [.. s_wrong.Keys];

    [Theory]
    [MemberData(nameof(WrongTickets))]
    public void A_well_signed_ticket_that_is_not_ours_or_not_whole_is_refused(string wrong)
    {
        var body = Body();
        s_wrong[wrong](body);

        Refused(Signed(body));
    }

    [Fact]
    public void Its_seconds_run_from_receipt_by_the_monotonic_clock()
    {
        var time = new Support.VirtualTime();
        var key = Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());
        var permit = new TicketVerifier(key, time).Verify(Signed(Body()), s_ours);

        time.Advance(TimeSpan.FromSeconds(599));
        permit.HasExpired(time).ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        permit.HasExpired(time).ShouldBeTrue();
    }

    [Fact]
    public void An_empty_ticket_is_refused() => Refused(new Ticket());

    public void Dispose() => _key.Dispose();

    private static TicketBody Body() => new()
    {
        Ticket = "T-1",
        Card = "card-0010",
        Kiosk = "kiosk-001",
        Epoch = ByteString.CopyFrom(s_epoch),
        Case = 7,
        Replaces = "card-0001",
        HostChallenge = ByteString.CopyFrom(new byte[16]),
        ValidSeconds = 600,
        Product = "debit-classic",
        Acts = { "feed", "personalise", "stripe", "print", "present" },
        Blanks = { "PBOC-DUAL-80K" },
    };

    private static ByteString Flip(ByteString bytes, int bit)
    {
        var flipped = bytes.ToByteArray();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return ByteString.CopyFrom(flipped);
    }

    private void Refused(Ticket ticket) =>
        Should.Throw<StepFailed>(() => Verifier().Verify(ticket, s_ours))
            .Problem.ShouldBe(KioskSuite.Devices.Problem.TicketInvalid);

    private Ticket Signed(TicketBody body)
    {
        var bytes = body.ToByteArray();
        var signature = _key.SignData(bytes, HashAlgorithmName.SHA256);
        return new Ticket
        {
            Ticket_ = new Signed { Body = ByteString.CopyFrom(bytes), Signature = ByteString.CopyFrom(signature) }
        };
    }

    private TicketVerifier Verifier() =>
        new(Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()), TimeProvider.System);
}
