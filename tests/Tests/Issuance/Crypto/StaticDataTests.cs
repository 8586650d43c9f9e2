using KioskSuite.Issuance.Crypto.OfflineData;

namespace KioskSuite.Tests.Issuance.Crypto;

public sealed class StaticDataTests
{
    private static readonly byte[] _record = [0x70, 4, 0x5F, 0x34, 1, 1];
    private static readonly byte[] _aip = [0x7C, 0];

    [Fact]
    public void Of_low_files_only_the_template_s_value_is_signed_of_high_ones_the_whole_record() => StaticData
        .Build([new SignedRecord(1, _record), new SignedRecord(11, _record)], [], _aip).Value
        .ShouldBe([.. _record[2..], .. _record]);

    [Fact]
    public void The_AIP_is_signed_only_when_the_card_says_so() => StaticData
        .Build([new SignedRecord(1, _record)], [130], _aip).Value
        .ShouldBe([.. _record[2..], .. _aip]);

    [Fact]
    public void A_tag_list_that_names_anything_else_is_refused()
    {
        Reason(_record, [130, 130]).ShouldBe(CertificateFault.WrongStaticData);
        Reason(_record, [90]).ShouldBe(CertificateFault.WrongStaticData);
        Reason([113, 0], []).ShouldBe(CertificateFault.WrongStaticData);
    }

    private static CertificateFault Reason(byte[] record, byte[] tagList) =>
        StaticData.Build([new SignedRecord(1, record)], tagList, _aip).Reason;
}
