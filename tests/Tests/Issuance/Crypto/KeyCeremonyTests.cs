using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.Ceremony;

namespace KioskSuite.Tests.Issuance.Crypto;

public sealed class KeyCeremonyTests
{
    private static readonly byte[] _first = Convert.FromHexString("0123456789ABCDEF0123456789ABCDEF");
    private static readonly byte[] _second = Convert.FromHexString("FEDCBA98765432110023456789ABCDE0");

    [Fact]
    public void Two_custodians_make_a_key_of_odd_parity_with_the_same_check_value()
    {
        using var ceremony = Entered();
        var xor = _first.Zip(_second, (a, b) => (byte)(a ^ b)).ToArray();
        using var key = ceremony.Combine(CheckValue(xor)).Value;
        key.Bytes.ToArray().ShouldAllBe(b => int.PopCount(b) % 2 == 1);
        KeyCheckValue.TripleDes(key.Bytes).ShouldBe(CheckValue(xor));
        $"{ceremony} {key}".ShouldNotContain(Convert.ToHexString(xor)[..6]);
    }

    [Fact]
    public void Each_mistake_at_the_table_has_its_own_reason()
    {
        using var ceremony = new KeyCeremony(CeremonyKind.TripleDes, 16);
        ceremony.Enter(_first.AsSpan(1), CheckValue(_first)).Reason.ShouldBe(CeremonyFault.WrongLength);
        ceremony.Enter(_first, CheckValue(_second)).Reason.ShouldBe(CeremonyFault.WrongCheckValue);
        ceremony.Enter(_first, CheckValue(_first)).Value.ShouldBe(1);
        ceremony.Combine(CheckValue(_first)).Reason.ShouldBe(CeremonyFault.TooFewComponents);
        ceremony.Enter(_first, CheckValue(_first)).Reason.ShouldBe(CeremonyFault.RepeatedComponent);
        ceremony.Enter(_second, CheckValue(_second)).Value.ShouldBe(2);
        ceremony.Combine(CheckValue(_first)).Reason.ShouldBe(CeremonyFault.WrongCheckValue);
        ceremony.Enter(new byte[16], CheckValue(new byte[16])).Value.ShouldBe(3);
        ceremony.Enter([.. _first[8..], .. _second[8..]], [1, 2, 3]).Reason.ShouldBe(CeremonyFault.TooManyComponents);
    }

    [Fact]
    public void A_component_may_be_all_zeros_where_no_key_may()
    {
        using var ceremony = new KeyCeremony(CeremonyKind.TripleDes, 16);
        ceremony.Enter(new byte[16], CheckValue(new byte[16])).Ok.ShouldBeTrue();
    }

    [Fact]
    public void An_SM4_key_is_put_together_too()
    {
        using var ceremony = new KeyCeremony(CeremonyKind.Sm4, 16);
        ceremony.Enter(_first, CeremonyCheckValue.Of(CeremonyKind.Sm4, _first)).Ok.ShouldBeTrue();
        ceremony.Enter(_second, CeremonyCheckValue.Of(CeremonyKind.Sm4, _second)).Ok.ShouldBeTrue();
        var xor = _first.Zip(_second, (a, b) => (byte)(a ^ b)).ToArray();
        using var key = ceremony.Combine(CryptoSuite.National.CheckValue(xor)).Value;
        key.Bytes.ToArray().ShouldBe(xor);
    }

    private static KeyCeremony Entered()
    {
        var ceremony = new KeyCeremony(CeremonyKind.TripleDes, 16);
        ceremony.Enter(_first, CheckValue(_first)).Ok.ShouldBeTrue();
        ceremony.Enter(_second, CheckValue(_second)).Ok.ShouldBeTrue();
        return ceremony;
    }

    private static byte[] CheckValue(byte[] key) => CeremonyCheckValue.Of(CeremonyKind.TripleDes, key);
}
