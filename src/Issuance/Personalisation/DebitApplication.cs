using System.Security.Cryptography;
using System.Text;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.Terminal;

namespace KioskSuite.Issuance.Personalisation;

/// <summary>Issuer keys behind a debit product; 16 bytes each, held by central only.</summary>
/// <param name="Ac">Master for application cryptograms.</param>
/// <param name="Mac">Master for script MACs.</param>
/// <param name="Enc">Master for script encryption.</param>
/// <param name="Cvk">Card verification key pair.</param>
public sealed record DebitIssuerKeys(byte[] Ac, byte[] Mac, byte[] Enc, byte[] Cvk)
{
    /// <summary>What all but the verification key are keys of; that one is always DES.</summary>
    public CryptoSuite Suite { get; init; } = CryptoSuite.International;

    public override string ToString() => "issuer keys";
}

/// <summary>
/// Everything of one card that goes into the chip's debit application. Secret; dispose zeroes the keys.
/// </summary>
public sealed class DebitApplication : IDisposable
{
    private DebitApplication(
        CryptoSuite suite, DebitCard card, KeyVersionProfile version, string icvv, byte[] ac, byte[] mac, byte[] enc) =>
        (Suite, Card, KeyVersion, Icvv, UdkAc, UdkMac, UdkEnc) = (suite, card, version, icvv, ac, mac, enc);

    /// <summary>Algorithms of the card's keys.</summary>
    public CryptoSuite Suite { get; }

    public DebitCard Card { get; }

    /// <summary>Which of the issuer's masters its keys come from, and how.</summary>
    public KeyVersionProfile KeyVersion { get; }

    /// <summary>The chip's own verification value, 3 digits; never the stripe's.</summary>
    public string Icvv { get; }

    /// <summary>Card key for application cryptograms, 16 bytes.</summary>
    public byte[] UdkAc { get; }

    /// <summary>Card key for script MACs, 16 bytes.</summary>
    public byte[] UdkMac { get; }

    /// <summary>Card key for script encryption, 16 bytes.</summary>
    public byte[] UdkEnc { get; }

    /// <summary>Derives the card's keys and iCVV.</summary>
    /// <param name="keys">The masters of this version.</param>
    /// <param name="card">What the bank decided.</param>
    /// <param name="version">In force on the day the card was ordered.</param>
    public static DebitApplication Derive(DebitIssuerKeys keys, DebitCard card, KeyVersionProfile version)
    {
        card.Require();
        byte[] Key(byte[] master) => keys.Suite.CardKey(version.Option, master, card.Pan, card.Psn);
        return new DebitApplication(
            keys.Suite,
            card,
            version,
            CardVerification.Icvv(keys.Cvk, card.Pan, card.Expiry),
            Key(keys.Ac),
            Key(keys.Mac),
            Key(keys.Enc));
    }

    /// <summary>The card's groupings for a channel, by the product's profile; the caller disposes them.</summary>
    /// <param name="product">The profile.</param>
    /// <param name="certifier">Needed for a product whose cards have keys of their own.</param>
    public PreparedCard Prepare(ProductProfile product, ICardCertifier? certifier = null)
    {
        using var values = Values();
        return CardPreparation.Prepare(product, values, certifier);
    }

    /// <summary>The certificates of this card's own key.</summary>
    public CertifiedCard Certify(ProductProfile product, ICardCertifier certifier)
    {
        using var values = Values();
        return CertifiedCard.Of(product, values, certifier);
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
            .. Suite.CheckValue(UdkAc), .. Suite.CheckValue(UdkMac), .. Suite.CheckValue(UdkEnc),
        ],
        [CardField.IssuerApplicationData] = IssuerApplicationData.Build(KeyVersion, Suite),
    };

    /// <summary>Digits as packed nibbles, filled with F on the right to whole bytes.</summary>
    private static byte[] Packed(string digits) =>
        Convert.FromHexString(digits.Length % 2 == 0 ? digits : digits + 'F');
}
