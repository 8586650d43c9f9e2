namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>Constants of recovered data (EMV Book 2 §5 and §6).</summary>
internal static class CertificateFrames
{
    public const byte Header = 0x6A;
    public const byte Trailer = 0xBC;
    public const byte Pad = 0xBB;
    public const byte IssuerFormat = 0x02;
    public const byte StaticFormat = 0x03;
    public const byte IccFormat = 0x04;
    public const byte DynamicFormat = 0x05;

    /// <summary>The only hash (SHA-1) and the only key algorithm (RSA) that have a number.</summary>
    public const byte Sha1 = 0x01;
    public const byte Rsa = 0x01;

    public const int HashLength = 20;
    public const int IdentifierDigitsLeast = 3;
    public const byte Filler = 0x0F;

    /// <summary>Format byte of the SM2 forms (JR/T 0025.17): ten hexadecimal above those of RSA.</summary>
    public const byte SmIssuerFormat = 0x12;
    public const byte SmStaticFormat = 0x13;
    public const byte SmIccFormat = 0x14;
    public const byte SmDynamicFormat = 0x15;

    /// <summary>SM2 with SM3, key algorithm, curve parameter, key length.</summary>
    public static ReadOnlySpan<byte> SmAlgorithm => [0x04, 0x00, 0x11, 0x40];
}
