using KioskSuite.Devices;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Terminal;

/// <summary>The terminal's objects by tag: what PDOL and CDOLs are filled with.</summary>
internal sealed class TerminalData
{
    private readonly Dictionary<uint, (byte[] Value, bool Numeric)> _objects = [];

    public TerminalData(TerminalOptions options)
    {
        InvariantException.Require(options.AmountMinor is >= 0 and <= 999_999_999_999, "amount has up to 12 digits");
        InvariantException.Require(options.UnpredictableNumber.Length == 4, "unpredictable number has 4 bytes");
        InvariantException.Require(
            options is { Currency.Length: 4, Date.Length: 6, Time.Length: 6 }
                && (options.Currency + options.Date + options.Time).All(char.IsAsciiDigit),
            "currency, date and time are digits");
        Number(EmvTag.Amount, options.AmountMinor.ToString("D12"));
        Number(EmvTag.AmountOther, new string('0', 12));
        Number(EmvTag.TerminalCountry, options.Currency);
        Number(EmvTag.Currency, options.Currency);
        Number(EmvTag.Date, options.Date);
        Number(EmvTag.Time, options.Time);
        Number(EmvTag.TransactionType, "00");
        _objects[EmvTag.UnpredictableNumber] = (options.UnpredictableNumber.ToArray(), false);
        _objects[EmvTag.Tvr] = (Convert.FromHexString(NoOfflineDataAuthentication), false);
        _objects[EmvTag.MerchantName] = ([.. "KIOSK"u8], false);
    }

    /// <summary>Terminal verification results: offline data authentication was not performed.</summary>
    private static string NoOfflineDataAuthentication => "8000000000";

    public byte[] Fill(IEnumerable<DolEntry> list, byte[]? responseCode = null) => DataObjectList.Fill(
        list,
        tag => tag == EmvTag.ResponseCode ? (responseCode ?? [], false) : _objects.GetValueOrDefault(tag, ([], false)));

    private void Number(uint tag, string digits) => _objects[tag] = (Convert.FromHexString(digits), true);
}
