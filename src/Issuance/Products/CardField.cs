namespace KioskSuite.Issuance.Products;

/// <summary>
/// What a profile may take from the card being made. Nothing else of a person or an issuer can enter a chip.
/// </summary>
public enum CardField
{
    /// <summary>5A: digits as packed nibbles, filled with F.</summary>
    Pan,

    /// <summary>5F34.</summary>
    PanSequence,

    /// <summary>57: PAN, D, YYMM, service code, discretionary data with the chip's own verification value.</summary>
    Track2,

    /// <summary>5F24, YYMMDD: a real date.</summary>
    ExpiryDate,

    /// <summary>5F25, YYMMDD.</summary>
    EffectiveDate,

    /// <summary>5F30.</summary>
    ServiceCode,

    /// <summary>5F20: a placeholder; the name is printed, never readable.</summary>
    NamePlaceholder,

    /// <summary>Keys AC, MAC, ENC of the card, 16 bytes each.</summary>
    CardKeys,

    /// <summary>Check values of <see cref="CardKeys"/>, 3 bytes each.</summary>
    CardKeyCheckValues,

    /// <summary>
    /// 9F10 with its tag and length: 07, DKI, CVN, four zeros where the card puts its results, algorithm.
    /// </summary>
    IssuerApplicationData,

    /// <summary>8F.</summary>
    CaKeyIndex,

    /// <summary>90.</summary>
    IssuerCertificate,

    /// <summary>92.</summary>
    IssuerRemainder,

    /// <summary>9F32.</summary>
    IssuerExponent,

    /// <summary>93.</summary>
    SignedStaticData,

    /// <summary>9F46.</summary>
    IccCertificate,

    /// <summary>9F47.</summary>
    IccExponent,

    /// <summary>9F48.</summary>
    IccRemainder,

    /// <summary>q⁻¹ mod p of the ICC key.</summary>
    IccInverse,

    /// <summary>d mod (q − 1).</summary>
    IccExponentQ,

    /// <summary>d mod (p − 1).</summary>
    IccExponentP,

    /// <summary>Prime q.</summary>
    IccPrimeQ,

    /// <summary>Prime p.</summary>
    IccPrimeP,

    /// <summary>Private scalar of an SM2 ICC key, 32 bytes.</summary>
    IccScalar,
}
