using KioskSuite.CentralSystem;

namespace KioskSuite.Simulation;

/// <summary>One RSA key for all cards: to draw one for each would take most of the time of 19,000 cuts.</summary>
internal static class CardKeys
{
    private static readonly Lazy<byte[]> s_key = new(() => CardCertification.DrawRsa(1024));

    /// <summary>Gives copies, which the taker zeroes.</summary>
    public static CardSupplies Supplies { get; } = new() { DrawKey = _ => [.. s_key.Value] };
}
