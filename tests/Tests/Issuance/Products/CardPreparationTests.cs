using System.Security.Cryptography;

namespace KioskSuite.Tests.Issuance.Products;

public sealed class CardPreparationTests
{
    /// <summary>SHA-256 over the groupings of the first cards, made before there was a profile.</summary>
    private const string FirstCards = "6C221A503344EBE4AAC368D49BDFBB662144B4A0DB71954AC61F3C0E79FB0A39";

    [Fact]
    public void The_profile_gives_the_bytes_the_first_cards_were_made_of()
    {
        using var application = Samples.Application();
        using var card = application.Prepare(Samples.Product);
        byte[] all = [.. card.Applets.SelectMany(a => a.Groups).SelectMany(g => g.Build())];
        Convert.ToHexString(SHA256.HashData(all)).ShouldBe(FirstCards);
        card.Expected.Records.Count.ShouldBe(4);
    }

    [Fact]
    public void What_is_encrypted_is_zeroed_with_the_card()
    {
        using var application = Samples.Application();
        var card = application.Prepare(Samples.Product);
        var keys = card.Applets[^1].Groups.Single(g => g.Encrypted).Value;
        keys.ShouldContain(b => b != 0);
        card.Dispose();
        keys.ShouldAllBe(b => b == 0);
        application.UdkAc.ShouldContain(b => b != 0);
    }
}
