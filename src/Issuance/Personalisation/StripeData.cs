using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Issuance.Personalisation;

/// <summary>
/// Data of the magnetic stripe (ISO/IEC 7813, track 3 ISO/IEC 4909; GB/T 19584), without sentinels and LRC.
/// </summary>
public static class StripeData
{
    private const char FormatCode = 'B';
    private const string Track3FormatCode = "99";
    private const string Country = "156";
    private const string Currency = "156";

    /// <summary>
    /// What ISO/IEC 4909 lets a terminal write back: exponent 1 digit, amounts of the cycle 2 × 4, its begin 4 and
    /// length 2, retries 1, PIN parameters 6, interchange 1, kinds of account 3 × 2. Zeros: an online card keeps none.
    /// </summary>
    private static readonly string s_unused = new('0', 1 + 8 + 4 + 2 + 1 + 6 + 1 + 6);

    /// <summary>
    /// Track 1 "B PAN ^ name ^ YYMM service discretionary", track 2 "PAN = YYMM service discretionary". Discretionary
    /// data ends with the stripe's own CVV. The name is the placeholder. Track 3 "99 PAN = country currency zeros YYMM,
    /// last digit of the PSN", then separators for the absent security number and both subsidiary accounts, relay
    /// marker 0, and a separator for absent check digits; it carries no verification value.
    /// </summary>
    /// <param name="card">The card.</param>
    /// <param name="cvk">Card verification key pair, 16 bytes.</param>
    public static StripeTracks Build(DebitCard card, ReadOnlySpan<byte> cvk)
    {
        card.Require();
        var value = CardVerification.Cvv(cvk, card.Pan, card.Expiry, card.ServiceCode);
        var tail = card.Expiry + card.ServiceCode + DebitCard.Discretionary(value);
        var tracks = new StripeTracks(
            $"{FormatCode}{card.Pan}^{DebitCard.NamePlaceholder}^{tail}",
            $"{card.Pan}={tail}",
            $"{Track3FormatCode}{card.Pan}={Country}{Currency}{s_unused}{card.Expiry}{card.Psn[^1]}===0=");
        string[] data = [tracks.Track1, tracks.Track2, tracks.Track3];
        InvariantException.Require(
            TrackEncoding.All.Zip(data).All(t => t.First.CanWrite(t.Second)), "data does not fit a track");
        return tracks;
    }
}
