using KioskSuite.Devices;

namespace KioskSuite.Issuance.Blanks;

/// <summary>Refuses a wrong blank before encoding: plastic once written cannot be unwritten.</summary>
public static class BlankGuard
{
    /// <summary>
    /// The allowed stock whose ATR and IC type are the blank's, or <see cref="DeviceFault.WrongBlank"/>.
    /// </summary>
    /// <param name="identity">What the chip said.</param>
    /// <param name="allowedCodes">Codes of the ticket.</param>
    /// <param name="stocks">Known stocks by code; an allowed code that is unknown matches nothing.</param>
    public static Outcome<BlankStock> Check(
        BlankIdentity identity, IReadOnlySet<string> allowedCodes, IReadOnlyDictionary<string, BlankStock> stocks)
    {
        var atr = Convert.ToHexString(identity.Atr);
        foreach (var code in allowedCodes.Order(StringComparer.Ordinal))
        {
            if (stocks.TryGetValue(code, out var stock) && Same(stock.Atr, atr) && Same(stock.IcType, identity.IcType))
            {
                return stock;
            }
        }

        return new Failure(DeviceFault.WrongBlank, $"ATR {atr}, IC type {identity.IcType}");
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
