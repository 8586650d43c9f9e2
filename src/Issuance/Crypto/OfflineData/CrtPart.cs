namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>Parts of a card's RSA key for the Chinese remainder theorem, in the order of 8201 to 8205.</summary>
public enum CrtPart
{
    /// <summary>q^-1 mod p.</summary>
    InverseQ,

    /// <summary>d mod (q-1).</summary>
    ExponentQ,

    /// <summary>d mod (p-1).</summary>
    ExponentP,

    Q,

    P,
}
