namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>Why offline data authentication failed. Closed; the terminal has the words for it.</summary>
public enum CertificateFault
{
    None = 0,

    /// <summary>No CA public key of this RID and index.</summary>
    UnknownCaKey,

    /// <summary>A needed object is not on the card.</summary>
    Missing,

    /// <summary>Not as long as the key that signed it, or a key length that EMV does not allow.</summary>
    WrongLength,

    /// <summary>Does not begin with 6A: another key, or garbage.</summary>
    WrongHeader,

    /// <summary>Does not end with BC.</summary>
    WrongTrailer,

    /// <summary>A certificate of another kind.</summary>
    WrongFormat,

    /// <summary>Hash or key algorithm, or exponent, that EMV does not know.</summary>
    UnknownAlgorithm,

    /// <summary>The remainder does not complete the modulus.</summary>
    WrongRemainder,
    WrongHash,

    /// <summary>SM2: the signature does not verify, or the point is none.</summary>
    WrongSignature,

    /// <summary>The issuer identifier is not the beginning of the PAN.</summary>
    WrongIin,
    WrongPan,

    /// <summary>Over, or no date.</summary>
    Expired,

    /// <summary>Outlives the key above it.</summary>
    OutlivesIssuer,

    /// <summary>The tag list asks for more than the AIP, or a record is not in a template.</summary>
    WrongStaticData,

    /// <summary>CDA: cryptogram or transaction data differ from those signed.</summary>
    WrongTransaction,
}
