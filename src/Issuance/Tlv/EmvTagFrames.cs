namespace KioskSuite.Issuance.Tlv;

/// <summary>
/// Tags of EMV Book 3 annex A, PBOC 3.0 (JR/T 0025) and GlobalPlatform that this product writes or reads.
/// </summary>
public static class EmvTag
{
    public const uint Fci = 0x6F;
    public const uint DfName = 0x84;
    public const uint FciProprietary = 0xA5;
    public const uint FciIssuerDiscretionary = 0xBF0C;
    public const uint DirectorySfi = 0x88;
    public const uint DirectoryEntry = 0x61;
    public const uint Aid = 0x4F;
    public const uint Label = 0x50;
    public const uint Priority = 0x87;
    public const uint Language = 0x5F2D;
    public const uint CodeTable = 0x9F11;
    public const uint PreferredName = 0x9F12;
    public const uint Pdol = 0x9F38;
    public const uint LogEntry = 0x9F4D;

    public const uint Record = 0x70;
    public const uint Track2 = 0x57;
    public const uint Pan = 0x5A;
    public const uint Name = 0x5F20;
    public const uint ExpiryDate = 0x5F24;
    public const uint EffectiveDate = 0x5F25;
    public const uint IssuerCountry = 0x5F28;
    public const uint ServiceCode = 0x5F30;
    public const uint PanSequence = 0x5F34;
    public const uint Cdol1 = 0x8C;
    public const uint Cdol2 = 0x8D;
    public const uint CvmList = 0x8E;
    public const uint UsageControl = 0x9F07;
    public const uint ApplicationVersion = 0x9F08;
    public const uint IacDefault = 0x9F0D;
    public const uint IacDenial = 0x9F0E;
    public const uint IacOnline = 0x9F0F;
    public const uint ApplicationCurrency = 0x9F42;
    public const uint NameExtended = 0x9F0B;
    public const uint IdNumber = 0x9F61;
    public const uint IdKind = 0x9F62;
    public const uint EcashBalance = 0x9F79;
    public const uint EcashBalanceLimit = 0x9F77;
    public const uint EcashSingleLimit = 0x9F78;
    public const uint EcashResetThreshold = 0x9F6D;
    public const uint EcashIssuerCode = 0x9F74;

    public const uint CaKeyIndex = 0x8F;
    public const uint IssuerCertificate = 0x90;
    public const uint IssuerRemainder = 0x92;
    public const uint IssuerExponent = 0x9F32;
    public const uint SignedStaticData = 0x93;
    public const uint IccCertificate = 0x9F46;
    public const uint IccExponent = 0x9F47;
    public const uint IccRemainder = 0x9F48;
    public const uint Ddol = 0x9F49;
    public const uint StaticDataTags = 0x9F4A;
    public const uint SignedDynamicData = 0x9F4B;
    public const uint CardAuthenticationData = 0x9F69;
    public const uint CardQualifiers = 0x9F6C;
    public const uint TerminalQualifiers = 0x9F66;

    public const uint CommandTemplate = 0x83;
    public const uint ResponseFormat1 = 0x80;
    public const uint ResponseFormat2 = 0x77;
    public const uint Aip = 0x82;
    public const uint Afl = 0x94;
    public const uint Cid = 0x9F27;
    public const uint Atc = 0x9F36;
    public const uint Cryptogram = 0x9F26;
    public const uint IssuerApplicationData = 0x9F10;

    public const uint Amount = 0x9F02;
    public const uint AmountOther = 0x9F03;
    public const uint TerminalCountry = 0x9F1A;
    public const uint Tvr = 0x95;
    public const uint Currency = 0x5F2A;
    public const uint Date = 0x9A;
    public const uint TransactionType = 0x9C;
    public const uint UnpredictableNumber = 0x9F37;
    public const uint Time = 0x9F21;
    public const uint MerchantName = 0x9F4E;
    public const uint EcashIndicator = 0x9F7A;
    public const uint ResponseCode = 0x8A;

    public const uint Cplc = 0x9F7F;
    public const uint CardData = 0x66;
    public const uint RecognitionData = 0x73;
    public const uint ChannelScheme = 0x64;
    public const uint Oid = 0x06;
    public const uint RegistryEntry = 0xE3;
    public const uint LifeCycle = 0x9F70;
}

/// <summary>Data grouping identifiers of the debit profile (EMV CPS 1.1 annex, PBOC perso guide).</summary>
public static class DgiTag
{
    /// <summary>UDK AC, MAC, ENC: 48 bytes, encrypted under the data encryption key.</summary>
    public const ushort Keys = 0x8000;

    /// <summary>Check values of <see cref="Keys"/>: 3 x 3 bytes.</summary>
    public const ushort KeyCheckValues = 0x9000;

    /// <summary>A5 template of the SELECT answer by contact.</summary>
    public const ushort SelectContact = 0x9102;

    /// <summary>A5 template of the SELECT answer without contact.</summary>
    public const ushort SelectContactless = 0x9103;

    /// <summary>Objects 82 and 94 of the GET PROCESSING OPTIONS answer.</summary>
    public const ushort ProcessingOptions = 0x9104;

    /// <summary>
    /// Object 9F10 of cryptogram answers, its results zero. One published table of a PBOC guide names this grouping:
    /// ask the card's maker.
    /// </summary>
    public const ushort IssuerApplicationData = 0x9200;

    /// <summary>First of the five parts of the card's RSA key, 8201 to 8205.</summary>
    public const ushort IccKeyFirst = 0x8201;

    /// <summary>Identifier of a record: SFI in the high byte, record number in the low.</summary>
    public static ushort Record(int sfi, int record) => (ushort)((sfi << 8) | record);
}
