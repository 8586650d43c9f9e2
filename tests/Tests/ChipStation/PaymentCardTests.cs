using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Tlv;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

/// <summary>The finished card by contact; its signatures and cryptograms are checked by the host's code.</summary>
public sealed class PaymentCardTests
{
    private const ushort Ok = PaymentBench.Ok;

    [Fact]
    public void INTERNAL_AUTHENTICATE_signs_the_terminals_number_with_the_certified_key()
    {
        using var bench = new PaymentBench();
        bench.Start();
        var numbers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var answer = bench.Ask([0, 0x88, 0, 0], PaymentBench.Number);
            answer.Status.ShouldBe(Ok);
            var signature = BerTlv.Parse(answer.Data).Value.FindPath(EmvTag.ResponseFormat1)!.Value.Span;
            numbers.Add(Convert.ToHexString(DynamicSignature.Verify(bench.Key, signature, PaymentBench.Number).Value));
        }

        numbers[0].ShouldNotBe(numbers[1]);
        bench.Ask([0, 0x88, 0, 0], [1, 2, 3]).Status.ShouldBe((ushort)0x6700);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_CDA_answer_covers_everything_that_was_said_in_both_rounds(bool second)
    {
        using var bench = new PaymentBench();
        var atc = (ushort)1;
        byte[] given = PaymentBench.First;
        if (second)
        {
            (_, atc) = bench.BeAnswered();
            given = [.. given, .. PaymentBench.Second];
        }
        else
        {
            bench.Start();
        }

        byte type = second ? (byte)0x40 : (byte)0x80;
        var answer = bench.Ask(
            [0x80, 0xAE, (byte)(type | 0x10), 0], second ? PaymentBench.Second : PaymentBench.First);
        answer.Status.ShouldBe(Ok);
        var objects = BerTlv.Parse(answer.Data).Value[0].Children;
        objects.FindPath(EmvTag.Cid)!.Value.ToArray().ShouldBe([type]);
        objects.FindPath(EmvTag.Cryptogram).ShouldBeNull();
        byte[] said = [.. objects.Where(o => o.Tag != 0x9F4B).SelectMany(o => o.Build())];
        var signed = CombinedSignature.Verify(
            bench.Key, objects.FindPath(0x9F4B)!.Value.Span, type, [.. given, .. said], PaymentBench.Number).Value;

        var iad = objects.FindPath(EmvTag.IssuerApplicationData)!.Value.Span;
        signed.Cryptogram.ToArray().ShouldBe(ApplicationCryptogram.Compute(
            PaymentBench.UdkAc, PaymentBench.Terminal, PaymentBench.Aip, atc, iad[3..7]));
    }

    [Fact]
    public void CDA_is_refused_by_a_card_without_a_key()
    {
        using var bench = new PaymentBench(change: WithoutKey);
        bench.Start();
        bench.Ask([0x80, 0xAE, 0x90, 0], PaymentBench.First).Status.ShouldBe((ushort)0x6A86);
        bench.Ask([0, 0x88, 0, 0], PaymentBench.Number).Status.ShouldBe((ushort)0x6985);
        bench.Ask([0x80, 0xAE, 0x80, 0], PaymentBench.First).Status.ShouldBe(Ok);
    }

    [Fact]
    public void The_worked_cryptogram_and_ARPC_are_the_cards()
    {
        using var bench = new PaymentBench();
        var (arqc, atc) = bench.BeAnswered();

        arqc.ShouldBe(ApplicationCryptogram.Compute(
            PaymentBench.UdkAc, PaymentBench.Terminal, PaymentBench.Aip, atc, [3, 0xA0, 0, 0]));
        Type(bench.Ask([0x80, 0xAE, 0x40, 0], PaymentBench.Second).Data).ShouldBe(0x40);
    }

    [Fact]
    public void A_log_line_is_written_by_an_approval_and_by_nothing_else()
    {
        using var bench = new PaymentBench();
        bench.GoOnline();
        Type(bench.Ask([0x80, 0xAE, 0x40, 0], PaymentBench.Second).Data).ShouldBe(0);
        bench.Ask([0, 0xB2, 1, 0x5C, 0], []).Status.ShouldBe((ushort)0x6A83);
        for (var i = 0; i < 3; i++)
        {
            bench.BeAnswered();
            bench.Ask([0x80, 0xAE, 0x40, 0], PaymentBench.Second).Status.ShouldBe(Ok);
        }

        Convert.ToHexString(bench.Ask([0, 0xB2, 1, 0x5C, 0], []).Data)
            .ShouldBe("261121" + "123457" + "000000000100" + "000000000000" + "0156" + "0156"
                + Convert.ToHexString("SHOP                "u8) + "00" + "0004");
        bench.Ask([0, 0xB2, 2, 0x5C, 0], []).Data[^1].ShouldBe((byte)3);
        bench.Ask([0, 0xB2, 3, 0x5C, 0], []).Status.ShouldBe((ushort)0x6A83);
        bench.Data(0x9F4F).Length.ShouldBe(25);
    }

    [Fact]
    public void Counters_and_log_survive_a_reset_and_a_change_of_slots()
    {
        using var bench = new PaymentBench();
        bench.BeAnswered();
        bench.Ask([0x80, 0xAE, 0x40, 0], PaymentBench.Second).Status.ShouldBe(Ok);
        bench.Tap("26800000").Status.ShouldBe(Ok);
        bench.Chip.Reset(CardInterface.Contactless);
        bench.Select().ShouldBe(Ok);

        bench.Data(0x9F36).ShouldBe([0, 2]);
        bench.Data(0x9F13).ShouldBe([0, 1]);
        bench.Ask([0, 0xB2, 1, 0x5C, 0], []).Status.ShouldBe(Ok);
    }

    [Fact]
    public void A_transaction_that_did_not_come_back_is_told_the_next_time()
    {
        using var bench = new PaymentBench();
        bench.GoOnline();
        bench.Start();
        var results = bench.Ask([0x80, 0xAE, 0x80, 0], PaymentBench.First).Data[^5..^1];
        results.ShouldBe(new byte[] { 3, 0xA0, 0x80, 0 });
    }

    [Fact]
    public void A_shop_gets_an_ARQC_by_contact_and_by_a_tap()
    {
        using var bench = new PaymentBench();
        bench.Chip.GenerateArqc(PaymentBench.First).Atc.ShouldBe((ushort)1);
        var (arqc, atc, iad, _) = bench.Chip.TapArqc(PaymentBench.Terminal);

        atc.ShouldBe((ushort)2);
        arqc.ShouldBe(ApplicationCryptogram.Compute(
            PaymentBench.UdkAc, PaymentBench.Terminal, PaymentBench.Aip, atc, iad.AsSpan(3, 4)));
    }

    private static int Type(byte[] answer) => answer[2] & 0xC0;

    private static void WithoutKey(Dictionary<ushort, byte[]> groups)
    {
        for (ushort tag = 0x8201; tag <= 0x8205; tag++)
        {
            groups.Remove(tag);
        }
    }
}
