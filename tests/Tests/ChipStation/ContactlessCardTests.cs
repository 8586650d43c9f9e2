using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Tlv;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Tests.ChipStation;

/// <summary>The finished card on an antenna: qPBOC and fDDA.</summary>
public sealed class ContactlessCardTests
{
    [Theory]
    [InlineData("20800000", false)]
    [InlineData("21800000", false)]
    [InlineData("20800080", true)]
    public void The_processing_options_carry_the_ARQC_and_what_the_issuer_needs(string qualifiers, bool version1)
    {
        using var bench = new PaymentBench();
        var (status, objects) = bench.Tap(qualifiers);

        status.ShouldBe(PaymentBench.Ok);
        var iad = Of(objects, EmvTag.IssuerApplicationData);
        Of(objects, EmvTag.Cryptogram).ShouldBe(ApplicationCryptogram.Compute(
            PaymentBench.UdkAc, PaymentBench.Terminal, Of(objects, EmvTag.Aip), 1, iad.AsSpan(3, 4)));
        Of(objects, EmvTag.PanSequence).ShouldBe([1]);
        Of(objects, 0x9F6C).ShouldBe([0x28, 0]);
        Of(objects, EmvTag.Track2).ShouldNotBeEmpty();
        var signature = objects.FindPath(0x9F4B)?.Value.ToArray() ?? [];
        if (qualifiers == "20800000")
        {
            signature.ShouldBeEmpty();
            return;
        }

        byte[] signed = version1
            ? [.. PaymentBench.Number, .. PaymentBench.Terminal[..6], 0x01, 0x56, .. Of(objects, 0x9F69)]
            : PaymentBench.Number;
        DynamicSignature.Verify(bench.Key, signature, signed).Value.ShouldBe([0, 1]);
    }

    [Fact]
    public void A_reader_that_wants_no_qPBOC_is_sent_to_the_contacts_and_costs_no_count()
    {
        using var bench = new PaymentBench();
        bench.Tap("80000000").Status.ShouldBe((ushort)0x6985);
        bench.Tap("28000000").Objects.FindPath(EmvTag.Cid)!.Value.ToArray().ShouldBe([0]);
        bench.Select();
        bench.Data(0x9F36).ShouldBe([0, 1]);
    }

    [Fact]
    public void Only_the_records_of_its_own_file_locator_are_read_without_contact()
    {
        using var bench = new PaymentBench();
        bench.Tap("21800000");
        Read(bench, 2, 0x1C).ShouldBe(PaymentBench.Ok);
        Read(bench, 1, 0x14).ShouldBe(PaymentBench.Ok);
        Read(bench, 1, 0x0C).ShouldBe((ushort)0x6A83);
    }

    [Fact]
    public void No_second_cryptogram_comes_after_a_tap()
    {
        using var bench = new PaymentBench();
        bench.Tap("21800000");
        bench.Ask([0x80, 0xAE, 0x80, 0], PaymentBench.First, CardInterface.Contactless).Status
            .ShouldBe((ushort)0x6985);
        bench.Ask([0, 0x82, 0, 0], new byte[10], CardInterface.Contactless).Status.ShouldBe((ushort)0x6985);
    }

    [Fact]
    public void A_command_by_the_other_interface_ends_the_transaction_and_a_power_cycle_there_does_not()
    {
        using var bench = new PaymentBench();
        bench.Start();
        bench.Chip.Reset(CardInterface.Contactless);
        bench.Ask([0, 0x88, 0, 0], PaymentBench.Number).Status.ShouldBe(PaymentBench.Ok);
        bench.Ask([0, 0xA4, 4, 0], [.. "2PAY.SYS.DDF01"u8], CardInterface.Contactless).Status.ShouldBe(PaymentBench.Ok);
        bench.Ask([0x80, 0xAE, 0x80, 0], PaymentBench.First).Status.ShouldNotBe(PaymentBench.Ok);
    }

    [Fact]
    public void The_directory_and_the_application_of_a_card_without_antenna_are_not_found()
    {
        using var bench = new PaymentBench(change: groups =>
        {
            groups.Remove(0x9103);
            groups.Remove(0x9207);
        });
        bench.Select(CardInterface.Contactless).ShouldBe((ushort)0x6A82);
        bench.Ask([0, 0xA4, 4, 0], [.. "1PAY.SYS.DDF01"u8], CardInterface.Contactless).Status.ShouldBe((ushort)0x6A82);
        bench.Select().ShouldBe(PaymentBench.Ok);
    }

    [Fact]
    public void The_ATR_of_the_antenna_is_the_one_of_PC_SC_part_3() =>
        Convert.ToHexString(CardBench.Blank().AntennaAtr).ShouldBe("3B8580014B494F534B51");

    private static byte[] Of(IEnumerable<BerTlv> objects, uint tag) => objects.FindPath(tag)!.Value.ToArray();

    private static ushort Read(PaymentBench bench, byte record, byte reference) =>
        bench.Ask([0, 0xB2, record, reference, 0], [], CardInterface.Contactless).Status;
}
