using KioskSuite.Issuance.Products;

namespace KioskSuite.CentralSystem;

/// <summary>The bank's product profiles: they lie beside the program and are read once.</summary>
internal static class Products
{
    private static readonly Lazy<ProductProfile> s_debitClassic = new(() => Read("debit-classic"));

    /// <exception cref="StartUpException">The file is absent or breaks a rule; says which.</exception>
    public static ProductProfile DebitClassic => s_debitClassic.Value;

    private static ProductProfile Read(string product)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "products", $"{product}.json");
        if (!File.Exists(path))
            throw new StartUpException($"{path} is missing");
        var reading = ProfileFile.Read(File.ReadAllBytes(path));
        return reading.Profile ?? throw new StartUpException($"{path}: {reading.Complaints[0]}");
    }
}
