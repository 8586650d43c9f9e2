using System.Security.Cryptography;
using System.Text;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.Terminal;

namespace KioskSuite.Issuance.Personalisation;

/// <summary>Issuer keys behind a debit product; 16 bytes each (3DES), held by central only.</summary>
/// <param name="Ac">Master for application cryptograms.</param>
/// <param name="Mac">Master for script MACs.</param>
/// <param name="Enc">Master for script encryption.</param>
/// <param name="Cvk">Card verification key pair.</param>
public sealed record DebitIssuerKeys(byte[] Ac, byte[] Mac, byte[] Enc, byte[] Cvk)
{
    public override string ToString() => "issuer keys";
}

/// <summary>
/// Everything of one card that goes into the chip's debit application. Secret; dispose zeroes the keys.
/// </summary>
public sealed class DebitApplication : IDisposable
{
    private DebitApplication(DebitCard card, string icvv, byte[] ac, byte[] mac, byte[] enc) =>
        (Card, Icvv, UdkAc, UdkMac, UdkEnc) = (card, icvv, ac, mac, enc);

    public DebitCard Card { get; }

    /// <summary>The chip's own verification value, 3 digits; never the stripe's.</summary>
    public string Icvv { get; }

    /// <summary>Card key for application cryptograms, 16 bytes.</summary>
    public byte[] UdkAc { get; }

    /// <summary>Card key for script MACs, 16 bytes.</summary>
    public byte[] UdkMac { get; }

    /// <summary>Card key for script encryption, 16 bytes.</summary>
    public byte[] UdkEnc { get; }

    /// <summary>Derives the card's keys (option A) and iCVV.</summary>
    public static DebitApplication Derive(DebitIssuerKeys keys, DebitCard card)
    {
        card.Require();
        return new DebitApplication(
            card,
            CardVerification.Icvv(keys.Cvk, card.Pan, card.Expiry),
            EmvKeys.OptionA(keys.Ac, card.Pan, card.Psn),
            EmvKeys.OptionA(keys.Mac, card.Pan, card.Psn),
            EmvKeys.OptionA(keys.Enc, card.Pan, card.Psn));
    }

    /// <summary>From keys that an HSM exported for this card; the arrays become the application's.</summary>
    public static DebitApplication From(DebitCard card, string icvv, byte[] udkAc, byte[] udkMac, byte[] udkEnc)
    {
        card.Require();
        InvariantException.Require(udkAc.Length == 16 && udkMac.Length == 16 && udkEnc.Length == 16, "16-byte keys");
        return new DebitApplication(card, icvv, udkAc, udkMac, udkEnc);
    }

    /// <summary>The card's groupings for a channel, by the product's profile; the caller disposes them.</summary>
    /// <param name="product">The profile.</param>
    /// <param name="certifier">Needed for a product whose cards have keys of their own.</param>
    public PreparedCard Prepare(ProductProfile product, ICardCertifier? certifier = null)
    {
        using var values = Values();
        return CardPreparation.Prepare(product, values, certifier);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(UdkAc);
        CryptographicOperations.ZeroMemory(UdkMac);
        CryptographicOperations.ZeroMemory(UdkEnc);
    }

    public override string ToString() => "debit application";

    private CardValues Values() => new()
    {
        [CardField.Pan] = Packed(Card.Pan),
        [CardField.PanSequence] = Packed(Card.Psn),
        [CardField.Track2] = Packed($"{Card.Pan}D{Card.Expiry}{Card.ServiceCode}{DebitCard.Discretionary(Icvv)}"),
        [CardField.ExpiryDate] = Packed(Card.ExpiryDate),
        [CardField.EffectiveDate] = Packed(Card.Effective),
        [CardField.ServiceCode] = Packed('0' + Card.ServiceCode),
        [CardField.NamePlaceholder] = Encoding.ASCII.GetBytes(DebitCard.NamePlaceholder),
        [CardField.CardKeys] = [.. UdkAc, .. UdkMac, .. UdkEnc],
        [CardField.CardKeyCheckValues] =
        [
            .. KeyCheckValue.TripleDes(UdkAc), .. KeyCheckValue.TripleDes(UdkMac), .. KeyCheckValue.TripleDes(UdkEnc),
        ],
    };

    /// <summary>Digits as packed nibbles, filled with F on the right to whole bytes.</summary>
    private static byte[] Packed(string digits) =>
        Convert.FromHexString(digits.Length % 2 == 0 ? digits : digits + 'F');
}
