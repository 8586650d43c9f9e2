using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Issuance.Personalisation;

/// <summary>Data of the magnetic stripe (ISO/IEC 7813, GB/T 19584), without sentinels and LRC.</summary>
public static class StripeData
{
    private const char FormatCode = 'B';

    /// <summary>
    /// Track 1 "B PAN ^ name ^ YYMM service discretionary", track 2 "PAN = YYMM service discretionary", track 3 empty.
    /// Discretionary data ends with the stripe's own CVV. The name is the placeholder.
    /// </summary>
    /// <param name="card">The card.</param>
    /// <param name="cvk">Card verification key pair, 16 bytes.</param>
    public static StripeTracks Build(DebitCard card, ReadOnlySpan<byte> cvk)
    {
        card.Require();
        var value = CardVerification.Cvv(cvk, card.Pan, card.Expiry, card.ServiceCode);
        var tail = card.Expiry + card.ServiceCode + DebitCard.Discretionary(value);
        return new StripeTracks(
            $"{FormatCode}{card.Pan}^{DebitCard.NamePlaceholder}^{tail}", $"{card.Pan}={tail}", "");
    }
}
