using KioskSuite.Issuance.Crypto.OfflineData;

namespace KioskSuite.Tests.Issuance.Crypto;

public sealed class CrtPartTests
{
    [Theory]
    [InlineData(CrtPart.InverseQ, "qinv_8201_q^-1_mod_p")]
    [InlineData(CrtPart.ExponentQ, "dq_8202_d_mod_q-1")]
    [InlineData(CrtPart.ExponentP, "dp_8203_d_mod_p-1")]
    [InlineData(CrtPart.Q, "q_8204")]
    [InlineData(CrtPart.P, "p_8205")]
    public void Each_part_is_the_published_one_in_its_groupings_order(CrtPart part, string name)
    {
        using var key = SelfMadeChain.Card();
        var crt = Vectors.All[SelfMadeChain.Id].GetProperty("icc_crt");
        key.Part(part).ShouldBeHex(crt.Text(name));
        name.ShouldContain($"820{1 + (int)part}");
    }
}
