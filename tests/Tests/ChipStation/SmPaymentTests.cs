using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Crypto.Sm;
using KioskSuite.Issuance.Tlv;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

/// <summary>A card whose certificate is of the SM2 form lives by SM4, SM2 and SM3; self-consistent only.</summary>
public sealed class SmPaymentTests
{
    private const string Pan = "6212260001000123";
    private static readonly CryptoSuite s_suite = CryptoSuite.National;

    [Fact]
    public void Cryptogram_script_and_signature_are_those_of_the_national_suite()
    {
        using var issuer = Sm2PrivateKey.Generate();
        using var card = Sm2PrivateKey.Generate();
        var end = new DateOnly(2036, 12, 31);
        var certificate = SmCertificates.IssueIcc(
            issuer, Pan, new CertificateTerms(end, new byte[] { 0, 0, 1 }), card.Point, []);
        using var secret = card.ExportSecret();
        using var bench = new PaymentBench(change: groups => MakeSm(groups, certificate, secret.Bytes.ToArray()));

        bench.Start();
        var answer = bench.Ask([0, 0x88, 0, 0], PaymentBench.Number);
        answer.Status.ShouldBe(PaymentBench.Ok);
        var signature = BerTlv.Parse(answer.Data).Value[0].Value.Span;
        SmSignatures.VerifyDynamic(
            new SmCertifiedKey(card.Point.ToArray(), end), signature, PaymentBench.Number).Ok.ShouldBeTrue();
        bench.Ask([0x80, 0xAE, 0x90, 0], PaymentBench.First).Status.ShouldBe((ushort)0x6A86);
        var made = bench.Ask([0x80, 0xAE, 0x80, 0], PaymentBench.First).Data;

        made[^1].ShouldBe((byte)4);
        byte[] input = [.. PaymentBench.Terminal, .. PaymentBench.Aip, 0, 1, .. made[^5..^1]];
        made[5..13].ShouldBe(s_suite.Cryptogram(PaymentBench.UdkAc, 1, input));
        byte[] issuerData = [.. s_suite.Arpc(PaymentBench.UdkAc, 1, made.AsSpan(5, 8), "00"u8), .. "00"u8];
        bench.Ask([0, 0x82, 0, 0], issuerData).Status.ShouldBe(PaymentBench.Ok);
        var script = IssuerScript.Build(
            s_suite, PaymentBench.UdkMac, 1, made.AsSpan(5, 8), [0x84, 0xDA, 0x9F, 0x14], [5]);
        CardBench.StatusOf(bench.Chip.Transmit(script)).ShouldBe(PaymentBench.Ok);
    }

    [Fact]
    public void A_secret_that_is_not_the_certified_points_is_refused()
    {
        using var issuer = Sm2PrivateKey.Generate();
        using var card = Sm2PrivateKey.Generate();
        using var secret = issuer.ExportSecret();
        var certificate = SmCertificates.IssueIcc(
            issuer, Pan, new CertificateTerms(new DateOnly(2036, 12, 31), new byte[] { 0, 0, 1 }), card.Point, []);
        foreach (var wrong in new[] { secret.Bytes.ToArray(), new byte[Sm2PrivateKey.Length], new byte[64] })
        {
            Should.Throw<InvariantException>(() => new PaymentBench(
                change: groups => MakeSm(groups, certificate, wrong)));
        }
    }

    private static void MakeSm(Dictionary<ushort, byte[]> groups, byte[] certificate, byte[] secret)
    {
        for (ushort tag = 0x8202; tag <= 0x8205; tag++)
        {
            groups.Remove(tag);
        }

        groups[0x8201] = secret;
        groups[0x0302] = BerTlv.Build(EmvTag.Record, BerTlv.Build(EmvTag.IccCertificate, certificate));
        groups[0x9000] = [.. groups[0x8000].Chunk(16).SelectMany(key => s_suite.CheckValue(key))];
    }
}
