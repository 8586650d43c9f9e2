using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.Customer;

/// <summary>A shop where somebody tries a card on the card network: by chip, by stripe, by its number alone.</summary>
internal interface IShop
{
    Task TryOldCardAsync(string when, CancellationToken stop);

    Task TryNewCardAsync(PhysicalCard card, string when, CancellationToken stop);
}

/// <summary>One try: which card, when, by which way, and what the network answered.</summary>
internal sealed record ShopTry(string Card, string When, string Way, string Answer);
