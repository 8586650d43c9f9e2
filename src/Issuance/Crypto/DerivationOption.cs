namespace KioskSuite.Issuance.Crypto;

/// <summary>How a card's key comes from the issuer's: EMV Book 2 annex A1.4.</summary>
public enum DerivationOption
{
    /// <summary>Over the rightmost 16 digits of PAN and sequence number.</summary>
    A,

    /// <summary>As A up to 16 PAN digits; above, over a hash of all digits. With 3DES only.</summary>
    B,
}
