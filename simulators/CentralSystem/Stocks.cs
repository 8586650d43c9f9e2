using KioskSuite.Issuance.Blanks;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Messages.Central;

namespace KioskSuite.CentralSystem;

/// <summary>The blank stocks of the seed, and how each one's card keys are made.</summary>
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
    private readonly Dictionary<string, KeyDiversification> _rules;

    /// <exception cref="StartUpException">A stock names a rule that nobody knows.</exception>
    public Stocks(Seed seed)
    {
        _known = seed.Blanks.ToDictionary(
            b => b.Code, b => new BlankStock(b.Code, b.Atr, b.IcType), StringComparer.Ordinal);
        _codes = [.. _known.Keys];
        _rules = seed.Blanks.ToDictionary(b => b.Code, b => Rules.TryGetValue(b.Keys, out var rule)
            ? rule
            : throw new StartUpException($"seed: blank {b.Code} has unknown keys {b.Keys}"), StringComparer.Ordinal);
    }

    /// <summary>
    /// The rule of the stock whose blank this is, or null. The kiosk guards its blanks before; central does not take
    /// its word for it.
    /// </summary>
    public KeyDiversification? RuleFor(Opened opened)
    {
        var identity = new BlankIdentity(
            opened.Atr.ToByteArray(), opened.Cplc.ToByteArray(), opened.CardData.ToByteArray());
        var stock = opened.Cplc.Length == BlankIdentity.CplcLength
            ? BlankGuard.Check(identity, _codes, _known)
            : default;
        return stock is { Ok: true, Value: { } found } ? _rules[found.Code] : null;
    }
}
