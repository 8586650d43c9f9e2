using KioskSuite.CentralSystem;

namespace KioskSuite.Simulation;

/// <summary>One RSA key for all cards: drawing each would take most of the time of ten thousand cuts.</summary>
internal static class CardKeys
{
    private static readonly Lazy<byte[]> s_key = new(() => CardKeySeal.DrawRsa(1024));

    /// <summary>A copy, which the taker zeroes.</summary>
    public static byte[] Draw(int bits) => [.. s_key.Value];
}
