using KioskSuite.Issuance.Tlv;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.Tests.Issuance;
using KioskSuite.Tests.Issuance.Crypto;

namespace KioskSuite.Tests.ChipStation;

/// <summary>The groupings of a payment application: shapes, secrecy, and keys that fit their certificate.</summary>
public sealed class PaymentGroupsTests
{
    private const ushort Ok = 0x9000;
    private const ushort Wrong = 0x6A80;
    private const ushort Missing = 0x6985;
    private static readonly byte[] s_keys = Convert.FromHexString(
        "0123456789ABCDEFFEDCBA98765432101123456789ABCDEFFEDCBA98765432112123456789ABCDEFFEDCBA9876543212");

    [Theory]
    [InlineData(0x8010, "241234FFFFFFFFFF", Ok)]
    [InlineData(0x8010, "241234FFFFFFFFFF8000000000000000", Ok)]
    [InlineData(0x8010, "041234FFFFFFFFFF", Wrong)]
    [InlineData(0x8010, "241234FFFFFFFFFF0000000000000001", Wrong)]
    [InlineData(0x8201, "0102", Wrong)]
    [InlineData(0x8206, "0102", 0x6A88)]
    public void Secret_groupings_of_the_right_shape_are_taken(int tag, string value, int status) =>
        New().Store((ushort)tag, Convert.FromHexString(value), encrypted: true).ShouldBe((ushort)status);

    [Theory]
    [InlineData(0x9010, "0303", Ok)]
    [InlineData(0x9010, "0403", Wrong)]
    [InlineData(0x9010, "0000", Wrong)]
    [InlineData(0x9207, "82023D00940410010101", Ok)]
    [InlineData(0x9207, "940410010101", Wrong)]
    [InlineData(0x9200, "9F10080702010000000001", Ok)]
    [InlineData(0x9200, "9F10080702020000000001", Wrong)]
    [InlineData(0x9200, "9F10080702010300000001", Wrong)]
    [InlineData(0x9200, "9F10080802010000000001", Wrong)]
    [InlineData(0x9200, "9F100707020100000000", Wrong)]
    [InlineData(0x9200, "0702010000000001", Wrong)]
    [InlineData(0x9200, "9F1008070201000000000182023D00", Wrong)]
    [InlineData(0x8010, "241234FFFFFFFFFF", Wrong)]
    [InlineData(0x8201, "000102030405060708090A0B0C0D0E0F000102030405060708090A0B0C0D0E0F", Wrong)]
    public void Clear_groupings_are_taken_and_secret_ones_are_not(int tag, string value, int status) =>
        New().Store((ushort)tag, Convert.FromHexString(value), encrypted: false).ShouldBe((ushort)status);

    [Fact]
    public void The_key_of_the_certificate_is_taken_with_and_without_padding()
    {
        Finish(_ => { }).ShouldBe(Ok);
        Finish(parts => parts[0] = [.. parts[0], 0x80, 0, 0, 0, 0, 0, 0, 0]).ShouldBe(Ok);
        Finish(parts => parts[0] = [.. parts[0], 0x80, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]).ShouldBe(Ok);
        Finish(parts => parts[0] = [.. parts[0], 1, 0, 0, 0, 0, 0, 0, 0]).ShouldBe(Wrong);
    }

    [Fact]
    public void Parts_that_do_not_belong_together_or_not_to_the_certificate_are_refused()
    {
        Finish(parts => (parts[3], parts[4]) = (parts[4], parts[3])).ShouldBe(Wrong);
        Finish(parts => parts[1] = [.. parts[1][..^1], (byte)~parts[1][^1]]).ShouldBe(Wrong);
        Finish(_ => { }, remainder: 34).ShouldBe(Wrong);
        Finish(parts => parts[2] = []).ShouldBe(Missing);
        Finish(_ => { }, certified: false).ShouldBe(Missing);
    }

    [Fact]
    public void An_application_for_taps_needs_both_of_its_answers()
    {
        var applet = Filled();
        applet.Store(0x9207, Convert.FromHexString("82023D00940410010101"), encrypted: false).ShouldBe(Ok);
        applet.Finish().ShouldBe(Missing);
        applet.Store(0x9103, Convert.FromHexString("A5035001AA"), encrypted: false).ShouldBe(Ok);
        applet.Finish().ShouldBe(Ok);
    }

    [Fact]
    public void A_card_told_the_algorithm_of_other_keys_than_it_has_is_not_finished()
    {
        var applet = Filled();
        applet.Store(0x9200, Convert.FromHexString("9F10080702010000000004"), encrypted: false).ShouldBe(Ok);
        applet.Finish().ShouldBe(Wrong);
    }

    [Fact]
    public void A_card_names_the_key_version_it_was_told_on_both_interfaces()
    {
        using var bench = new PaymentBench(
            change: groups => groups[0x9200] = Convert.FromHexString("9F10080702010000000001"));
        bench.Start();
        var answer = bench.Ask([0x80, 0xAE, 0x80, 0], PaymentBench.First).Data;
        answer[13..16].ShouldBe([7, 2, 1]);
        bench.Tap("20800000").Objects.FindPath(EmvTag.IssuerApplicationData)!.Value[..3].ToArray().ShouldBe([7, 2, 1]);
    }

    private static Applet New() => new([1, 2, 3, 4, 5], pays: true);

    /// <summary>Finishes with the five parts of the chain's card key, changed; an empty part is left out.</summary>
    private static ushort Finish(Action<byte[][]> change, int? remainder = null, bool certified = true)
    {
        var crt = Vectors.All[SelfMadeChain.Id].GetProperty("icc_crt");
        byte[][] parts =
        [
            crt.Hex("qinv_8201_q^-1_mod_p"), crt.Hex("dq_8202_d_mod_q-1"), crt.Hex("dp_8203_d_mod_p-1"),
            crt.Hex("q_8204"), crt.Hex("p_8205"),
        ];
        change(parts);
        var applet = Filled();
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length > 0)
            {
                applet.Store((ushort)(0x8201 + i), parts[i], encrypted: true).ShouldBe(Ok);
            }
        }

        if (certified)
        {
            var vector = Vectors.All[SelfMadeChain.Id];
            var record = BerTlv.Build(
                EmvTag.Record,
                BerTlv.Build(EmvTag.IccCertificate, vector.Hex("tag9F46")),
                BerTlv.Build(EmvTag.IccRemainder, new byte[remainder ?? vector.Hex("tag9F48").Length]));
            applet.Store(0x0302, record, encrypted: false).ShouldBe(Ok);
        }

        return applet.Finish();
    }

    private static Applet Filled()
    {
        var applet = New();
        applet.Store(0x8000, s_keys, encrypted: true).ShouldBe(Ok);
        byte[] checks = [.. s_keys.Chunk(16).SelectMany(k => KioskSuite.Issuance.Crypto.KeyCheckValue.TripleDes(k))];
        applet.Store(0x9000, checks, encrypted: false).ShouldBe(Ok);
        applet.Store(0x9104, Convert.FromHexString("82023D00940408010100"), encrypted: false).ShouldBe(Ok);
        applet.Store(0x9102, Convert.FromHexString("A5035001AA"), encrypted: false).ShouldBe(Ok);
        return applet;
    }
}
