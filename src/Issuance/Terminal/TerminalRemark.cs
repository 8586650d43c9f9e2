namespace KioskSuite.Issuance.Terminal;

/// <summary>Who would mind.</summary>
public enum RemarkSeverity
{
    /// <summary>Works everywhere; somebody should know.</summary>
    Hint,

    /// <summary>A laboratory would not approve cards like this one; a terminal takes it.</summary>
    Lab,

    /// <summary>A terminal or the issuer's host refuses the card: it is not handed over.</summary>
    Refuses,
}

/// <summary>
/// Everything that the terminal check can say of a card. Closed; severity and words stand in
/// <see cref="TerminalVocabulary"/>.
/// </summary>
public enum TerminalRemarkCode
{
    None = 0,

    // Directories and selection
    PseNamesNoFile,
    PseLacksApplication,
    PpseLacksApplication,
    OtherName,

    // Processing options, records
    AipDiffers,
    AflDiffers,
    RecordDiffers,
    RecordsMissing,
    ObjectMissing,
    ObjectTwice,

    // The account
    PanMalformed,
    PanCheckDigit,
    PanDiffers,
    PanNotOrdered,
    PanSequenceDiffers,
    Track2Malformed,
    ExpiryNoDate,
    ExpiryDiffers,
    ExpiryInLastRecord,
    Expired,
    EffectiveNoDate,
    NotYetEffective,
    ServiceCodeDiffers,
    ServiceCodeNoChip,
    PersonReadable,

    // What the issuer allows
    CvmListMalformed,
    CvmListLacksOnlinePin,
    ActionCodeMalformed,
    ActionCodeDeclines,
    ActionCodeIgnoresFailure,
    UsageForbidsPurchase,
    UsageForbidsCash,
    CurrencyDiffers,
    CountryDiffers,
    VersionUnknown,
    CdolIncomplete,
    PdolIncomplete,

    // Offline data authentication
    NoOfflineAuthentication,
    NoSchemeKeys,
    SdaOnly,
    StaticSignatureUnused,
    CaKeyUnknown,
    CaKeyExpired,
    IssuerCertificateWrong,
    IssuerCertificateExpired,
    IccCertificateWrong,
    IccCertificateExpired,
    CertificateOutlives,
    CardOutlivesCertificate,
    StaticDataMalformed,
    StaticSignatureWrong,
    DdolIncomplete,
    DynamicSignatureWrong,
    DynamicSignatureMissing,
    CombinedSignatureWrong,

    // Cryptogram and counters
    NoOnlineCryptogram,
    IssuerDataMalformed,
    NoTransactionCertificate,
    CounterUsed,
    CounterNotHigher,
    LogNotEmpty,

    // Contactless
    NoQuickAnswer,
    InterfacesDiffer,
    QualifiersMalformed,
}

/// <summary>One thing that somebody would dislike.</summary>
/// <param name="Code">What.</param>
/// <param name="Place">
/// Where: a tag, "record 2.1", a command; with "contactless " before it over the antenna. Never a value of the card.
/// </param>
public sealed record TerminalRemark(TerminalRemarkCode Code, string Place)
{
    public RemarkSeverity Severity => TerminalVocabulary.All[Code].Severity;

    /// <summary>For people who make or judge cards.</summary>
    public string Words => TerminalVocabulary.All[Code].Words;

    public override string ToString() => $"{Place}: {Words}";
}
