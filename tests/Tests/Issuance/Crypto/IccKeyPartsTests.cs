using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.OfflineData;

namespace KioskSuite.Tests.Issuance.Crypto;

public sealed class IccKeyPartsTests
{
    [Fact]
    public void The_five_parts_stand_in_their_groupings()
    {
        using var key = SelfMadeChain.Card();
        var crt = Vectors.All[SelfMadeChain.Id].GetProperty("icc_crt");
        var groups = IccKeyParts.Build(key, CrtLayout.Usual);
        groups.Select(group => group.Tag.ToString("X4")).ShouldBe(["8201", "8202", "8203", "8204", "8205"]);
        groups[0].Value.ToArray().ShouldBeHex(crt.Text("qinv_8201_q^-1_mod_p"));
        groups[1].Value.ToArray().ShouldBeHex(crt.Text("dq_8202_d_mod_q-1"));
        groups[2].Value.ToArray().ShouldBeHex(crt.Text("dp_8203_d_mod_p-1"));
        groups[3].Value.ToArray().ShouldBeHex(crt.Text("q_8204"));
        groups[4].Value.ToArray().ShouldBeHex(crt.Text("p_8205"));
        IccKeyParts.Zero(groups);
        groups.ShouldAllBe(group => group.Value.ToArray().All(b => b == 0));
        key.Part(CrtPart.P).ShouldBeHex(crt.Text("p_8205"));
    }

    [Theory]
    [InlineData(DgiPadding.None, 16, 64, "")]
    [InlineData(DgiPadding.Zeros, 48, 96, "00")]
    [InlineData(DgiPadding.Iso, 8, 72, "8000")]
    [InlineData(DgiPadding.IsoOnes, 8, 72, "80FF")]
    public void A_card_that_wants_other_padding_gets_it(DgiPadding padding, int block, int length, string tail)
    {
        using var key = SelfMadeChain.Card();
        var group = IccKeyParts.Build(key, CrtLayout.Usual with { Padding = padding, BlockSize = block })[0];
        group.Value.Length.ShouldBe(length);
        Convert.ToHexString(group.Value.Span[64..]).ShouldStartWith(tail);
    }

    [Fact]
    public void A_part_that_does_not_fit_is_never_cut()
    {
        using var key = SelfMadeChain.Card();
        Should.Throw<InvariantException>(() => IccKeyParts.Build(key, CrtLayout.Usual with { BlockSize = 24 }));
    }
}
