using System.Globalization;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Terminal;

/// <summary>The terminal's objects by tag: what PDOL, DDOL and CDOLs are filled with.</summary>
internal sealed class TerminalData
{
    private const byte OfflineNotDone = 1 << 7;
    private const int TvrLength = 5;

    private readonly Dictionary<uint, (byte[] Value, bool Numeric)> _objects = [];

    /// <param name="options">The transaction.</param>
    /// <param name="tvr">Terminal verification results, 5 bytes; zeros as they are before a card is known.</param>
    public TerminalData(TerminalOptions options, byte[]? tvr = null)
    {
        InvariantException.Require(options.AmountMinor is >= 0 and <= 999_999_999_999, "amount has up to 12 digits");
        InvariantException.Require(options.UnpredictableNumber.Length == 4, "unpredictable number has 4 bytes");
        InvariantException.Require(
            options is { Currency.Length: 4, Date.Length: 6, Time.Length: 6 }
                && (options.Currency + options.Date + options.Time).All(char.IsAsciiDigit),
            "currency, date and time are digits");
        Today = CardDates.Parse(Convert.FromHexString(options.Date))
            ?? throw new InvariantException("the transaction has a date");
        Number(EmvTag.Amount, options.AmountMinor.ToString("D12", CultureInfo.InvariantCulture));
        Number(EmvTag.AmountOther, new string('0', 12));
        Number(EmvTag.TerminalCountry, options.Currency);
        Number(EmvTag.Currency, options.Currency);
        Number(EmvTag.Date, options.Date);
        Number(EmvTag.Time, options.Time);
        Number(EmvTag.TransactionType, "00");
        _objects[EmvTag.UnpredictableNumber] = (options.UnpredictableNumber.ToArray(), false);
        _objects[EmvTag.Tvr] = (tvr ?? new byte[TvrLength], false);
        _objects[EmvTag.MerchantName] = ([.. "KIOSK"u8], false);
        _objects[EmvTag.TerminalQualifiers] = (EmvFrames.OnlineQualifiers.ToArray(), false);
    }

    /// <summary>What a cryptogram of version 01 covers of the terminal's data, in its order: 29 bytes.</summary>
    public static IReadOnlyList<DolEntry> Covered { get; } =
    [
        new(EmvTag.Amount, 6), new(EmvTag.AmountOther, 6), new(EmvTag.TerminalCountry, 2), new(EmvTag.Tvr, 5),
        new(EmvTag.Currency, 2), new(EmvTag.Date, 3), new(EmvTag.TransactionType, 1),
        new(EmvTag.UnpredictableNumber, 4),
    ];

    /// <summary>The day of the transaction.</summary>
    public DateOnly Today { get; }

    /// <summary>Results of a terminal that did, or did not, authenticate the card offline; all else is well.</summary>
    public static byte[] Results(bool authenticated) =>
        authenticated ? new byte[TvrLength] : [OfflineNotDone, 0, 0, 0, 0];

    public byte[] Value(uint tag) => _objects[tag].Value;

    public byte[] Fill(IEnumerable<DolEntry> list, byte[]? responseCode = null) => DataObjectList.Fill(
        list,
        tag => tag == EmvTag.ResponseCode ? (responseCode ?? [], false) : _objects.GetValueOrDefault(tag, ([], false)));

    private void Number(uint tag, string digits) => _objects[tag] = (Convert.FromHexString(digits), true);
}
