using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Tlv;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

/// <summary>Each way in which a finished card can be wrong is seen by who should see it.</summary>
public sealed class PaymentFlawsTests
{
    [Fact]
    public void A_wrong_cryptogram_is_not_the_issuers()
    {
        using var bench = new PaymentBench(new PaymentFlaws { WrongCryptogram = true });
        bench.GoOnline().Arqc.ShouldNotBe(ApplicationCryptogram.Compute(
            PaymentBench.UdkAc, PaymentBench.Terminal, PaymentBench.Aip, 1, [3, 0xA0, 0, 0]));
    }

    [Fact]
    public void A_wrong_signature_has_another_hash()
    {
        using var bench = new PaymentBench(new PaymentFlaws { WrongSignature = true });
        bench.Start();
        var answer = bench.Ask([0, 0x88, 0, 0], PaymentBench.Number).Data;
        var signature = BerTlv.Parse(answer).Value[0].Value.Span;
        DynamicSignature.Verify(bench.Key, signature, PaymentBench.Number).Reason.ShouldBe(CertificateFault.WrongHash);
    }

    [Fact]
    public void A_card_that_leaves_CDA_out_answers_the_cryptogram_in_clear()
    {
        using var bench = new PaymentBench(new PaymentFlaws { NoCombinedSignature = true });
        bench.Start();
        var answer = BerTlv.Parse(bench.Ask([0x80, 0xAE, 0x90, 0], PaymentBench.First).Data).Value[0];
        answer.Find(0x9F4B).ShouldBeNull();
        answer.Find(EmvTag.Cryptogram).ShouldNotBeNull();
    }

    [Fact]
    public void A_lying_AIP_is_shown_and_not_the_one_that_was_certified()
    {
        using var bench = new PaymentBench(new PaymentFlaws { AipLies = true });
        bench.Select();
        var options = BerTlv.Parse(bench.Ask([0x80, 0xA8, 0, 0], [0x83, 0]).Data).Value[0];
        options.Find(EmvTag.Aip)!.Value.ToArray().ShouldBe([0x7D, 0]);
        bench.Tap("21800000").Objects.FindPath(EmvTag.Aip)!.Value.ToArray().ShouldBe([0x7D, 0]);
    }

    [Fact]
    public void A_counter_that_is_stuck_is_the_same_in_every_payment()
    {
        using var bench = new PaymentBench(new PaymentFlaws { CounterStuck = true });
        bench.GoOnline().Atc.ShouldBe((ushort)0);
        bench.GoOnline().Atc.ShouldBe((ushort)0);
    }

    [Theory]
    [InlineData(true, 0x9000)]
    [InlineData(false, 0x6A83)]
    public void A_used_log_has_a_line_before_the_first_payment(bool used, int status)
    {
        using var bench = new PaymentBench(new PaymentFlaws { LogUsed = used });
        bench.Select();
        bench.Ask([0, 0xB2, 1, 0x5C, 0], []).Status.ShouldBe((ushort)status);
    }
}
