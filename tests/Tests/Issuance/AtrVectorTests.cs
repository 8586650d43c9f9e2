using KioskSuite.Issuance.Apdus;

namespace KioskSuite.Tests.Issuance;

public sealed class AtrVectorTests : IVectorTests
{
    private static readonly string[] _ids =
    [
        "atr-3B80800101",
        "atr-3B600000",
        "atr-3B858131FE45",
        "atr-3BF813000081",
    ];

    public static TheoryData<string> Ids => [.. _ids];

    public static IEnumerable<string> Declared => _ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_published_answer_parses_and_its_check_byte_counts(string id)
    {
        var (atr, check) = (Vectors.All[id].Hex("atr"), Vectors.All[id].GetProperty("tck_xor_zero").GetBoolean());
        AnswerToReset.Parse(atr).Ok.ShouldBeTrue();
        (atr.Skip(1).Aggregate(0, (sum, b) => sum ^ b) == 0).ShouldBe(check);
        atr[^1] ^= 1;
        AnswerToReset.Parse(atr).Failed.ShouldBe(check);
    }
}
