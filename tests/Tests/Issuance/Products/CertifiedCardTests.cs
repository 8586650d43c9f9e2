using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Issuance.Products;
using KioskSuite.Tests.ChipStation;

namespace KioskSuite.Tests.Issuance.Products;

/// <summary>What central keeps of a card's key makes the same card again, and nothing else is taken for it.</summary>
public sealed class CertifiedCardTests
{
    [Fact]
    public void A_kept_certification_makes_the_same_card_again()
    {
        using var application = CardBench.Application();
        using var certified = CardBench.Certify(application);
        using var again = CertifiedCard.Parse(certified.Build()).Value;

        using var first = application.Prepare(ProfileSample.Profile(), certified);
        using var second = application.Prepare(ProfileSample.Profile(), again);
        Bytes(second).ShouldBe(Bytes(first));
        certified.ToString().ShouldBe("certified card, 1 applications");
    }

    [Fact]
    public void A_kept_certification_cut_anywhere_is_garbage()
    {
        using var application = CardBench.Application();
        using var certified = CardBench.Certify(application);
        var bytes = certified.Build();
        for (var length = 1; length < bytes.Length; length++)
        {
            CertifiedCard.Parse(bytes.AsSpan(0, length)).Ok.ShouldBeFalse($"{length} of {bytes.Length}");
        }
    }

    [Fact]
    public void What_is_read_of_any_bytes_can_be_kept_again() => Prop
        .ForAll(ArbMap.Default.ArbFor<byte[]>(), Holds)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void The_secret_parts_are_zeroed_at_the_end()
    {
        using var application = CardBench.Application();
        var certified = CardBench.Certify(application);
        certified.Dispose();
        certified.Build().Count(b => b != 0).ShouldBeLessThan(64);
    }

    private static bool Holds(byte[] bytes)
    {
        var read = CertifiedCard.Parse(bytes);
        return !read.Ok || CertifiedCard.Parse(read.Value.Build()).Ok;
    }

    private static byte[] Bytes(PreparedCard card) =>
        [.. card.Applets.SelectMany(a => a.Groups).SelectMany(g => g.Build())];
}
