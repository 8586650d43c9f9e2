using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Issuance.Personalisation;

/// <summary>What the bank decides about one card.</summary>
/// <param name="Pan">16 to 19 digits with a right check digit.</param>
/// <param name="Psn">PAN sequence number, 2 digits.</param>
/// <param name="Expiry">YYMM; the chip's own expiry date is the last day of that month.</param>
/// <param name="Effective">YYMMDD.</param>
/// <param name="ServiceCode">3 digits, such as 220.</param>
public sealed record DebitCard(string Pan, string Psn, string Expiry, string Effective, string ServiceCode)
{
    /// <summary>Stands in the name fields of chip and stripe: the real name is printed, never readable.</summary>
    public const string NamePlaceholder = "CARDHOLDER/";

    /// <summary>Programmer error when a field is not as its parameter says.</summary>
    public void Require()
    {
        InvariantException.Require(Pan.Length is >= 16 and <= 19 && Luhn.IsValid(Pan), "PAN is not well-formed");
        InvariantException.Require(Digits(Psn, 2), "PAN sequence number has 2 digits");
        InvariantException.Require(Digits(Expiry, 4) && IsMonth(Expiry), "expiry is YYMM");
        InvariantException.Require(Digits(Effective, 6) && IsMonth(Effective), "effective date is YYMMDD");
        InvariantException.Require(Digits(ServiceCode, 3), "service code has 3 digits");
    }

    /// <summary>Chip expiry date 5F24, YYMMDD.</summary>
    public string ExpiryDate => Expiry + DateTime.DaysInMonth(2000 + int.Parse(Expiry[..2]), int.Parse(Expiry[2..]));

    /// <summary>
    /// Discretionary data behind the service code of either track: 6 zeros and the verification value.
    /// </summary>
    public static string Discretionary(string verificationValue) => "000000" + verificationValue;

    public override string ToString() => "debit card";

    private static bool Digits(string text, int length) => text.Length == length && text.All(char.IsAsciiDigit);

    private static bool IsMonth(string date) => int.Parse(date.AsSpan(2, 2)) is >= 1 and <= 12;
}
