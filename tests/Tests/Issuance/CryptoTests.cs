using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Tests.Issuance;

public sealed class CryptoTests
{
    private static readonly byte[] _key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");

    [Fact]
    public void A_key_of_two_parts_works_where_the_platform_refuses_it()
    {
        using var key = TripleDesKey.Import(_key);
        key.EncryptEcb(new byte[8]).ShouldBe(Convert.FromHexString("08D7B4FB629D0885"));
        key.DecryptEcb(key.EncryptEcb(_key)).ShouldBe(_key);
        key.DecryptCbc(key.EncryptCbc(_key, new byte[8]), new byte[8]).ShouldBe(_key);
    }

    [Fact]
    public void Chaining_makes_equal_blocks_differ()
    {
        using var key = TripleDesKey.Import(_key);
        var text = key.EncryptCbc(new byte[16], new byte[8]);
        text[..8].ShouldNotBe(text[8..]);
    }

    [Fact]
    public void A_weak_key_is_refused_without_its_bytes()
    {
        foreach (var weak in new[] { new byte[16], [.. _key[..8], .. _key[..8]] })
        {
            var refused = Should.Throw<InvariantException>(() => TripleDesKey.Import(weak));
            refused.Message.ShouldNotContain(Convert.ToHexString(weak)[..8]);
        }
    }

    [Fact]
    public void A_retail_mac_of_one_block_is_triple_des()
    {
        using var key = TripleDesKey.Import(_key);
        RetailMac.ComputeBlocks(_key, new byte[8]).ShouldBe(key.EncryptEcb(new byte[8]));
    }

    [Fact]
    public void Padding_is_added_even_to_whole_blocks() =>
        RetailMac.Compute(_key, new byte[8]).ShouldNotBe(RetailMac.ComputeBlocks(_key, new byte[8]));

    [Fact]
    public void What_follows_the_29_terminal_bytes_does_not_count()
    {
        var data = RandomNumberGenerator.GetBytes(52);
        var longer = ApplicationCryptogram.Compute(_key, data, new byte[2], 7, new byte[4]);
        longer.ShouldBe(ApplicationCryptogram.Compute(_key, data.AsSpan(0, 29), new byte[2], 7, new byte[4]));
        data[28] ^= 1;
        longer.ShouldNotBe(ApplicationCryptogram.Compute(_key, data, new byte[2], 7, new byte[4]));
    }

    [Theory]
    [InlineData("6222021234567890128", true)]
    [InlineData("6222021234567890127", false)]
    [InlineData("0", false)]
    [InlineData("", false)]
    [InlineData("62220212345678901２8", false)]
    public void Check_digits_are_told(string number, bool valid) => Luhn.IsValid(number).ShouldBe(valid);
}
