using System.Collections.ObjectModel;
using static KioskSuite.Issuance.Terminal.RemarkSeverity;
using static KioskSuite.Issuance.Terminal.TerminalRemarkCode;

namespace KioskSuite.Issuance.Terminal;

/// <summary>The table of all remarks: code, who minds, words.</summary>
public static class TerminalVocabulary
{
    public static ReadOnlyDictionary<TerminalRemarkCode, (RemarkSeverity Severity, string Words)> All { get; } =
        new Dictionary<TerminalRemarkCode, (RemarkSeverity, string)>
        {
            [PseNamesNoFile] = (Refuses, "the contact directory names no file of its own"),
            [PseLacksApplication] = (Refuses, "the contact directory does not list the application"),
            [PpseLacksApplication] = (Refuses, "the contactless directory does not list the application"),
            [OtherName] = (Refuses, "the card answers SELECT with another name"),

            [AipDiffers] = (Refuses, "the card can do other things than it was made for"),
            [AflDiffers] = (Refuses, "the card lists other records than it was given"),
            [RecordDiffers] = (Refuses, "a record is not what was written, or no record template"),
            [RecordsMissing] = (Refuses, "a record that was written is not listed"),
            [ObjectMissing] = (Refuses, "an object is missing that every terminal needs"),
            [ObjectTwice] = (Lab, "an object is there twice in the records"),

            [PanMalformed] = (Refuses, "the card number is no number of 12 to 19 digits"),
            [PanCheckDigit] = (Hint, "the card number's check digit is wrong"),
            [PanDiffers] = (Refuses, "the card number in 57 is not the one in 5A"),
            [PanNotOrdered] = (Refuses, "the card number is not the one that was ordered"),
            [PanSequenceDiffers] = (Refuses, "the sequence number is not the one that was ordered"),
            [Track2Malformed] = (Refuses, "57 is no track 2: number, D, YYMM, service code"),
            [ExpiryNoDate] = (Refuses, "the expiry date is no date"),
            [ExpiryDiffers] = (Refuses, "the expiry date in 57 is not the month of 5F24"),
            [ExpiryInLastRecord] = (Lab, "the expiry date stands in the last contactless record"),
            [Expired] = (Refuses, "the card has expired"),
            [EffectiveNoDate] = (Refuses, "the effective date is no date"),
            [NotYetEffective] = (Refuses, "the card is not yet effective"),
            [ServiceCodeDiffers] = (Refuses, "the service code in 57 is not the one in 5F30"),
            [ServiceCodeNoChip] = (Lab, "the service code does not tell of a chip: it starts with neither 2 nor 6"),
            [PersonReadable] = (Lab, "a name or an identity number can be read"),

            [CvmListMalformed] = (Refuses, "the verification list has no amounts, or no whole rules"),
            [CvmListLacksOnlinePin] = (Lab, "the verification list does not ask for the PIN online"),
            [ActionCodeMalformed] = (Lab, "an action code is missing or has not 5 bytes"),
            [ActionCodeDeclines] = (Refuses, "the denial code declines a plain online purchase"),
            [ActionCodeIgnoresFailure] = (Lab, "an action code lets a failed card authentication pass"),
            [UsageForbidsPurchase] = (Refuses, "usage control forbids purchases at home"),
            [UsageForbidsCash] = (Lab, "usage control forbids cash at home or at machines"),
            [CurrencyDiffers] = (Lab, "the application's currency is not the terminal's"),
            [CountryDiffers] = (Hint, "the issuer's country is not the terminal's"),
            [VersionUnknown] = (Hint, "the application version is neither PBOC 2 nor PBOC 3"),
            [CdolIncomplete] = (Refuses, "the list does not start with what the cryptogram covers"),
            [PdolIncomplete] = (Refuses, "the options list lacks what a quick payment needs"),

            [NoOfflineAuthentication] = (Hint, "the card cannot be authenticated without the host"),
            [NoSchemeKeys] = (Hint, "this terminal knows no scheme key: certificates were not checked"),
            [SdaOnly] = (Refuses, "the card has only static data, which can be copied"),
            [StaticSignatureUnused] = (Lab, "signed static data are there, but the card does not offer them"),
            [CaKeyUnknown] = (Refuses, "the scheme key of this index is unknown"),
            [CaKeyExpired] = (Refuses, "the scheme key has expired"),
            [IssuerCertificateWrong] = (Refuses, "the issuer's certificate does not verify"),
            [IssuerCertificateExpired] = (Refuses, "the issuer's certificate has expired"),
            [IccCertificateWrong] = (Refuses, "the card's certificate does not verify"),
            [IccCertificateExpired] = (Refuses, "the card's certificate has expired"),
            [CertificateOutlives] = (Lab, "a certificate outlives the key that signed it"),
            [CardOutlivesCertificate] = (Lab, "the card outlives its certificate"),
            [StaticDataMalformed] = (Refuses, "the data to be authenticated cannot be put together"),
            [StaticSignatureWrong] = (Refuses, "the signature of the static data does not verify"),
            [DdolIncomplete] = (Refuses, "the list for dynamic data lacks the terminal's number"),
            [DynamicSignatureWrong] = (Refuses, "the card does not hold the key of its certificate"),
            [DynamicSignatureMissing] = (Hint, "the card offers its own key and did not sign this online payment"),
            [CombinedSignatureWrong] = (Refuses, "the cryptogram is not signed by the card's key"),

            [NoOnlineCryptogram] = (Refuses, "the card does not go online with a plain purchase"),
            [IssuerDataMalformed] = (Refuses, "the issuer's host cannot read 9F10"),
            [NoTransactionCertificate] = (Refuses, "the card does not end an approved purchase with a certificate"),
            [CounterUsed] = (Hint, "the card has counted transactions before"),
            [CounterNotHigher] = (Refuses, "the transaction counter does not run on from one interface to the other"),
            [LogNotEmpty] = (Lab, "the transaction log is not empty"),

            [NoQuickAnswer] = (Refuses, "the card answers over the antenna as if by contact"),
            [InterfacesDiffer] = (Refuses, "the interfaces tell of different accounts"),
            [QualifiersMalformed] = (Lab, "the card's qualifiers 9F6C have not 2 bytes"),
        }.AsReadOnly();
}
