using KioskSuite.Issuance.Blanks;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>A stock of blanks: its code, how their keys are made, and what is made of them.</summary>
internal sealed record Stock(string Code, KeyDiversification Rule, ProductProfile Product);

/// <summary>The blank stocks of the seed.</summary>
internal sealed class Stocks
{
    private static readonly Dictionary<string, KeyDiversification> Rules = new(StringComparer.Ordinal)
    {
        ["emv-cps"] = KeyDiversification.EmvCps,
        ["visa2"] = KeyDiversification.Visa2,
        ["kdf3"] = KeyDiversification.Kdf3,
    };

    private readonly Dictionary<string, BlankStock> _known;
    private readonly HashSet<string> _codes;
    private readonly Dictionary<string, Stock> _stocks;

    /// <exception cref="StartUpException">A stock names a rule or a product that nobody knows.</exception>
    public Stocks(IReadOnlyList<SeedBlank> blanks, Func<string, ProductProfile> productOf)
    {
        _known = blanks.ToDictionary(
            b => b.Code, b => new BlankStock(b.Code, b.Atr, b.IcType), StringComparer.Ordinal);
        _codes = [.. _known.Keys];
        _stocks = blanks.ToDictionary(
            b => b.Code, b => new Stock(b.Code, RuleOf(b), productOf(b.Product)), StringComparer.Ordinal);
    }

    /// <summary>A stock by its code, which is one of the seed's.</summary>
    public Stock this[string code] => _stocks[code];

    /// <summary>What may be made, each once.</summary>
    public IEnumerable<ProductProfile> Products => _stocks.Values.Select(s => s.Product).Distinct();

    /// <summary>
    /// The stock whose blank this is, or null. The kiosk guards its blanks before; central does not take its word for
    /// it.
    /// </summary>
    public Stock? Of(Opened opened)
    {
        var identity = new BlankIdentity(
            opened.Atr.ToByteArray(), opened.Cplc.ToByteArray(), opened.CardData.ToByteArray());
        var stock = opened.Cplc.Length == BlankIdentity.CplcLength
            ? BlankGuard.Check(identity, _codes, _known)
            : default;
        return stock is { Ok: true, Value: { } found } ? _stocks[found.Code] : null;
    }

    private static KeyDiversification RuleOf(SeedBlank blank) => Rules.TryGetValue(blank.Keys, out var rule)
        ? rule
        : throw new StartUpException($"seed: blank {blank.Code} has unknown keys {blank.Keys}");
}
