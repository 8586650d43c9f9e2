using System.Text;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Tests.Issuance.Products;

public sealed class CardPreparationTests
{
    [Fact]
    public void The_profile_gives_the_bytes_the_first_cards_were_made_of()
    {
        using var application = Samples.Application();
        using var values = Values(application);
        using var card = CardPreparation.Prepare(ProfileSample.Profile(), values);
        var finished = new FinishedCard(application);
        card.Applets.Select(a => Convert.ToHexString(a.Aid)).ShouldBe(finished.Groups.Keys);
        foreach (var applet in card.Applets)
        {
            var groups = finished.Groups[Convert.ToHexString(applet.Aid)];
            applet.Groups.Select(g => g.Dgi).ShouldBe(groups.Keys);
            applet.Groups.Select(g => Convert.ToHexString(g.Value)).ShouldBe(groups.Values.Select(Convert.ToHexString));
        }

        card.Applets[^1].Expected!.Records.Count.ShouldBe(4);
    }

    private static CardValues Values(DebitApplication a) => new()
    {
        [CardField.Pan] = Convert.FromHexString(a.Card.Pan + "F"),
        [CardField.PanSequence] = Convert.FromHexString(a.Card.Psn),
        [CardField.ExpiryDate] = Convert.FromHexString(a.Card.ExpiryDate),
        [CardField.EffectiveDate] = Convert.FromHexString(a.Card.Effective),
        [CardField.ServiceCode] = Convert.FromHexString("0" + a.Card.ServiceCode),
        [CardField.NamePlaceholder] = Encoding.ASCII.GetBytes(DebitCard.NamePlaceholder),
        [CardField.Track2] = Convert.FromHexString("6212345678901234569D3012220000000320"),
        [CardField.CardKeys] = [.. a.UdkAc, .. a.UdkMac, .. a.UdkEnc],
        [CardField.CardKeyCheckValues] =
        [
            .. KeyCheckValue.TripleDes(a.UdkAc), .. KeyCheckValue.TripleDes(a.UdkMac),
            .. KeyCheckValue.TripleDes(a.UdkEnc),
        ],
    };
}
