using KioskSuite.Issuance.Products;

namespace KioskSuite.CentralSystem;

/// <summary>The bank's product profiles: they lie beside the program and are read once.</summary>
internal static class Products
{
    private static readonly Lazy<Dictionary<string, ProductProfile>> s_all = new(() => Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "products"), "*.json")
        .Select(Read)
        .ToDictionary(profile => profile.Product, StringComparer.Ordinal));

    /// <exception cref="StartUpException">There is none of this name, or a file breaks a rule.</exception>
    public static ProductProfile Of(string product) =>
        s_all.Value.GetValueOrDefault(product) ?? throw new StartUpException($"no product profile {product}");

    private static ProductProfile Read(string path)
    {
        var reading = ProfileFile.Read(File.ReadAllBytes(path));
        return reading.Profile ?? throw new StartUpException($"{path}: {reading.Complaints[0]}");
    }
}
