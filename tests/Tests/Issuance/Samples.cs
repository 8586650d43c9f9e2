using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Tests.Issuance.Products;

namespace KioskSuite.Tests.Issuance;

/// <summary>Synthetic data of one card.</summary>
internal static class Samples
{
    public static DebitCard Card { get; } = new("6212345678901234569", "00", "3012", "260801", "220");

    /// <summary>What most cards are made by.</summary>
    public static KeyVersionProfile Version { get; } = new("2020-01-01", 1, 1, DerivationOption.A);

    public static DebitIssuerKeys Issuer { get; } = new(
        Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"),
        Convert.FromHexString("1123456789ABCDEFFEDCBA9876543211"),
        Convert.FromHexString("2123456789ABCDEFFEDCBA9876543212"),
        Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"));

    /// <summary>By contact only, without offline data authentication.</summary>
    public static ProductProfile Product { get; } = ProfileSample.ContactOnly();

    public static TerminalOptions Terminal { get; } =
        new(1, "0156", "260801", Convert.FromHexString("11223344"));

    /// <summary>What a terminal must find on a card of <see cref="Product"/>.</summary>
    public static ExpectedApplication ExpectedOf(DebitApplication application)
    {
        using var card = application.Prepare(Product);
        return card.Expected;
    }

    public static DebitApplication Application() => DebitApplication.Derive(Issuer, Card, Version);
}
