using KioskSuite.Issuance.Crypto;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

/// <summary>Issuer scripts on the finished card: the MAC key must be the one that the issuer thinks it is.</summary>
public sealed class IssuerScriptCardTests
{
    private const ushort Refused = 0x6988;
    private static readonly byte[] s_limit = [0x84, 0xDA, 0x9F, 0x14];
    private static readonly byte[] s_block = [0x84, 0x1E, 0, 0];
    private static readonly byte[] s_unblock = [0x84, 0x18, 0, 0];
    private static readonly byte[] s_pin = [0x84, 0x24, 0, 0];

    [Fact]
    public void A_limit_is_written_before_and_after_the_second_cryptogram()
    {
        using var bench = new PaymentBench();
        var run = bench.BeAnswered();
        bench.Script(PaymentBench.UdkMac, run, s_limit, 5).ShouldBe(PaymentBench.Ok);
        bench.Ask([0x80, 0xAE, 0x40, 0], PaymentBench.Second).Status.ShouldBe(PaymentBench.Ok);
        bench.Script(PaymentBench.UdkMac, run, [0x04, 0xDA, 0x9F, 0x23], 7).ShouldBe(PaymentBench.Ok);
        bench.Data(0x9F14).ShouldBe([5]);
        bench.Data(0x9F23).ShouldBe([7]);
    }

    [Fact]
    public void A_wrong_MAC_has_no_effect_and_ends_the_script()
    {
        using var bench = new PaymentBench();
        var run = bench.BeAnswered();
        bench.Script(PaymentBench.UdkAc, run, s_limit, 5).ShouldBe(Refused);
        bench.Script(PaymentBench.UdkMac, run, s_limit, 5).ShouldBe((ushort)0x6985);
        bench.Data(0x9F14).ShouldBeEmpty();
        bench.BeAnswered();
        bench.Script(PaymentBench.UdkMac, run, s_limit, 5).ShouldBe(Refused);
    }

    [Theory]
    [InlineData(KeySwap.CryptogramAndMac)]
    [InlineData(KeySwap.MacAndEncryption)]
    public void Exchanged_keys_are_caught_by_one_script(KeySwap swap)
    {
        using var bench = new PaymentBench(new PaymentFlaws { Swap = swap });
        var (arqc, atc) = bench.GoOnline();
        var key = swap == KeySwap.CryptogramAndMac ? PaymentBench.UdkMac : PaymentBench.UdkAc;
        byte[] issuer = [.. ApplicationCryptogram.Arpc(key, atc, arqc, "00"u8), .. "00"u8];
        bench.Ask([0, 0x82, 0, 0], issuer).Status.ShouldBe(PaymentBench.Ok);

        bench.Script(PaymentBench.UdkMac, (arqc, atc), s_limit, 5).ShouldBe(Refused);
    }

    [Fact]
    public void A_script_is_not_taken_from_an_issuer_that_did_not_prove_itself()
    {
        using var bench = new PaymentBench();
        bench.Start();
        bench.Ask(s_limit, [5, 1, 2, 3, 4]).Status.ShouldBe((ushort)0x6985);
        var run = bench.GoOnline();
        bench.Script(PaymentBench.UdkMac, run, s_limit, 5).ShouldBe((ushort)0x6985);
        bench.Ask([0, 0x82, 0, 0], new byte[10]).Status.ShouldBe((ushort)0x6300);
        bench.Script(PaymentBench.UdkMac, run, s_limit, 5).ShouldBe((ushort)0x6985);
    }

    [Fact]
    public void A_blocked_application_declines_until_the_issuer_unblocks_it()
    {
        using var bench = new PaymentBench();
        bench.Script(PaymentBench.UdkMac, bench.BeAnswered(), s_block).ShouldBe(PaymentBench.Ok);
        (bench.Ask([0x80, 0xAE, 0x40, 0], PaymentBench.Second).Data[2] & 0xC0).ShouldBe(0);
        bench.Select().ShouldBe((ushort)0x6283);
        bench.Ask([0x80, 0xA8, 0, 0], [0x83, 0]).Status.ShouldBe(PaymentBench.Ok);
        var declined = bench.Ask([0x80, 0xAE, 0x80, 0], PaymentBench.First).Data;
        (declined[2] & 0xC0).ShouldBe(0);

        bench.Script(PaymentBench.UdkMac, (declined[5..13], 2), s_unblock).ShouldBe(PaymentBench.Ok);
        bench.Select().ShouldBe(PaymentBench.Ok);
    }

    [Fact]
    public void The_issuer_sets_the_PIN_and_its_counter_back()
    {
        using var bench = new PaymentBench(new PaymentFlaws { PinBlocked = true });
        bench.Script(PaymentBench.UdkMac, bench.BeAnswered(), s_pin).ShouldBe(PaymentBench.Ok);
        bench.Data(0x9F17).ShouldBe([3]);
        var run = bench.BeAnswered();
        using var cipher = TripleDesKey.Import(CryptoSuite.International.SessionKey(PaymentBench.UdkEnc, run.Atc));
        var sealedPin = cipher.EncryptEcb(Convert.FromHexString("08249876FFFFFFFFFF80000000000000"));
        bench.Script(PaymentBench.UdkMac, run, [0x84, 0x24, 0, 2], sealedPin).ShouldBe(PaymentBench.Ok);
        bench.Start();
        bench.Ask([0, 0x20, 0, 0x80], Convert.FromHexString("249876FFFFFFFFFF")).Status.ShouldBe(PaymentBench.Ok);
    }
}
