using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.Customer;

/// <summary>A shop where somebody tries a card on the card network: by chip, by stripe, by its number alone.</summary>
internal interface IShop
{
    Task TryOldCardAsync(string when, CancellationToken stop);

    Task TryNewCardAsync(PhysicalCard card, string when, CancellationToken stop);

    /// <summary>Tries the lost card and the taken one, once, after that was activated.</summary>
    Task TryTakenCardAsync(World.World world, CancellationToken stop);
}

/// <summary>For those who do not go shopping.</summary>
internal sealed class NoShop : IShop
{
    public Task TryOldCardAsync(string when, CancellationToken stop) => Task.CompletedTask;

    public Task TryNewCardAsync(PhysicalCard card, string when, CancellationToken stop) => Task.CompletedTask;

    public Task TryTakenCardAsync(World.World world, CancellationToken stop) => Task.CompletedTask;
}

/// <summary>One try: which card, when, by which way, and what the network answered.</summary>
internal sealed record ShopTry(string Card, string When, string Way, string Answer);
