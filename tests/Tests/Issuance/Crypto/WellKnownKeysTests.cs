using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.Ceremony;

namespace KioskSuite.Tests.Issuance.Crypto;

/// <summary>A card under keys that everybody has read is anybody's card.</summary>
public sealed class WellKnownKeysTests
{
    [Theory]
    [InlineData("404142434445464748494A4B4C4D4E4F", true)]
    [InlineData("40404343454546464949 4A4A4C4C4F4F", true)]
    [InlineData("404142434445464748494A4B4C4D4E4F5051525354555657", true)]
    [InlineData("404142434445464748494A4B4C4D4E4F4041424344454647", true)]
    [InlineData("404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F", true)]
    [InlineData("404142434445464748494A4B4C4D4E52", false)]
    [InlineData("504142434445464748494A4B4C4D4E4F", false)]
    [InlineData("95551B57D6A4D457467AF07D765F799D", false)]
    [InlineData("", false)]
    public void The_test_keys_are_known_in_each_length_and_parity(string key, bool known) =>
        WellKnownKeys.Contains(Convert.FromHexString(key.Replace(" ", ""))).ShouldBe(known);

    [Fact]
    public void Components_that_make_the_test_key_make_no_key()
    {
        var one = Convert.FromHexString("101112131415161718191A1B1C1D1E1F");
        byte[] test = [.. Enumerable.Range(0x40, 16).Select(b => (byte)b)];
        byte[] two = [.. one.Zip(test, (a, b) => (byte)(a ^ b))];
        using var ceremony = new KeyCeremony(CeremonyKind.AesCmac, 16);
        ceremony.Enter(one, KeyCheckValue.AesCmacZeros(one)).Ok.ShouldBeTrue();
        ceremony.Enter(two, KeyCheckValue.AesCmacZeros(two)).Ok.ShouldBeTrue();

        ceremony.Combine(KeyCheckValue.AesCmacZeros(test)).Reason.ShouldBe(CeremonyFault.WellKnownKey);
    }
}
