using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Issuance.Tlv;
using static KioskSuite.Issuance.Terminal.TerminalRemarkCode;

namespace KioskSuite.Tests.Issuance.Terminal;

/// <summary>For each remark one card that draws it.</summary>
internal static class Provocations
{
    private const string OtherAid = "A000000333010102";
    private static readonly DateOnly s_over = new(2026, 7, 31);

    public static DualCard Of(TerminalRemarkCode code) => Changed(code) is { } change
        ? new DualCard(change)
        : new DualCard(spoil: Spoilt(code) ?? throw new ArgumentOutOfRangeException(nameof(code)));

    /// <summary>Made wrong: the records are as they were ordered.</summary>
    private static Action<DualCard>? Changed(TerminalRemarkCode code) => Account(code) ?? Usage(code) ?? Offline(code);

    private static Action<DualCard>? Account(TerminalRemarkCode code) => code switch
    {
        PanMalformed => Set(EmvTag.Pan, "62123456789012345A9F"),
        PanCheckDigit => c =>
        {
            c.Pan = "6212345678901234568";
            c.Objects[EmvTag.Pan] = Convert.FromHexString(c.Pan + "F");
            c.Objects[EmvTag.Track2] = Convert.FromHexString(c.Pan + "D30122200000000000F");
        }
        ,
        PanDiffers => Set(EmvTag.Track2, "6212345678901234577D30122200000000000F"),
        PanSequenceDiffers => Set(EmvTag.PanSequence, "01"),
        Track2Malformed => Set(EmvTag.Track2, "6212345678901234569F"),
        ExpiryNoDate => Set(EmvTag.ExpiryDate, "301232"),
        ExpiryDiffers => Set(EmvTag.ExpiryDate, "301130"),
        ExpiryInLastRecord => c => c.Put(EmvTag.ExpiryDate, 0x0302),
        Expired => Set(EmvTag.ExpiryDate, "260731"),
        EffectiveNoDate => Set(EmvTag.EffectiveDate, "260231"),
        NotYetEffective => Set(EmvTag.EffectiveDate, "260901"),
        ServiceCodeDiffers => Set(EmvTag.ServiceCode, "0221"),
        ServiceCodeNoChip => c =>
        {
            c.Objects[EmvTag.ServiceCode] = [0x01, 0x20];
            c.Objects[EmvTag.Track2] = Convert.FromHexString("6212345678901234569D30121200000000000F");
        }
        ,
        PersonReadable => Set(EmvTag.Name, "5A48414E472F53414E"),
        ObjectTwice => c => c.Put(EmvTag.ServiceCode, 0x0202),
        ObjectMissing => c => c.Objects.Remove(EmvTag.CvmList),
        _ => null,
    };

    private static Action<DualCard>? Usage(TerminalRemarkCode code) => code switch
    {
        CvmListMalformed => Set(EmvTag.CvmList, "0000"),
        CvmListLacksOnlinePin => Set(EmvTag.CvmList, "00000000000000001E031F00"),
        ActionCodeMalformed => c => c.Objects.Remove(EmvTag.IacOnline),
        ActionCodeIgnoresFailure => Set(EmvTag.IacDefault, "D0609CA800"),
        ActionCodeDeclines => c =>
        {
            c.SchemeKeys = [];
            c.Objects[EmvTag.IacDenial] = Convert.FromHexString("8010000000");
        }
        ,
        UsageForbidsPurchase => Set(EmvTag.UsageControl, "DE00"),
        UsageForbidsCash => Set(EmvTag.UsageControl, "7D00"),
        CurrencyDiffers => Set(EmvTag.ApplicationCurrency, "0840"),
        CountryDiffers => Set(EmvTag.IssuerCountry, "0840"),
        VersionUnknown => Set(EmvTag.ApplicationVersion, "0001"),
        CdolIncomplete => Set(EmvTag.Cdol1, "9F0206"),
        PdolIncomplete => c => c.QuickFci = "9F38039F6604",
        _ => null,
    };

    private static Action<DualCard>? Offline(TerminalRemarkCode code) => code switch
    {
        NoOfflineAuthentication => c => c.Aip = [0x1C, 0x00],
        NoSchemeKeys => c => c.SchemeKeys = [],
        SdaOnly => c => c.Aip = [0x5C, 0x00],
        StaticSignatureUnused => c => c.Objects[EmvTag.SignedStaticData] = new byte[144],
        StaticSignatureWrong => c =>
        {
            c.Aip = [0x7D, 0x00];
            c.Objects[EmvTag.SignedStaticData] = new byte[144];
        }
        ,
        CaKeyUnknown => Set(EmvTag.CaKeyIndex, "09"),
        CaKeyExpired => c => c.SchemeKeys = [c.SchemeKeys[0] with { EndDate = s_over }],
        IssuerCertificateWrong => c => c.Objects[EmvTag.IssuerCertificate] = new byte[176],
        IssuerCertificateExpired => c => c.IssuerEnd = s_over,
        IccCertificateWrong => c => c.Objects[EmvTag.IccCertificate] = new byte[144],
        IccCertificateExpired => c => c.IccEnd = s_over,
        CertificateOutlives => c => c.IccEnd = new DateOnly(2036, 12, 31),
        CardOutlivesCertificate => c => c.IccEnd = new DateOnly(2029, 12, 31),
        StaticDataMalformed => Set(EmvTag.StaticDataTags, "8284"),
        DdolIncomplete => Set(EmvTag.Ddol, "9A03"),
        _ => null,
    };

    /// <summary>Made right and spoilt afterwards, or answering wrongly.</summary>
    private static Action<DualCard>? Spoilt(TerminalRemarkCode code) => code switch
    {
        PseNamesNoFile => c => c.PseTemplate = "5F2D027A68",
        PseLacksApplication => c => c.Entry = "4F08" + OtherAid,
        PpseLacksApplication => c => c.QuickEntry = "4F08" + OtherAid,
        OtherName => Instead(0xA4, 0xA0, $"6F0A8408{OtherAid}9000"),
        AipDiffers => c => c.Aip = [0x3C, 0x00],
        AflDiffers => c => c.Afl = Convert.FromHexString("080101001001020018010200"),
        RecordDiffers => c => c.Records[0x0101][^1] ^= 1,
        RecordsMissing => c => c.Afl = Convert.FromHexString("0801010010010201"),
        PanNotOrdered => c => c.Expected = c.Expected with { Pan = "6212345678901234577" },
        DynamicSignatureWrong => c => c.Key = c.Issuer,
        DynamicSignatureMissing => c => c.Trim = answer => answer.Remove(EmvTag.SignedDynamicData),
        CombinedSignatureWrong => Instead(0xAE, null, "8013800001000000000000000007010103A00000019000"),
        NoOnlineCryptogram => c => c.Iad = "0701010390000001",
        IssuerDataMalformed => c => c.Iad = "07010103A0000099",
        NoTransactionCertificate => c => c.Instead = command => command is { Ins: 0xAE, P1: 0x40 }
            ? Convert.FromHexString("8013000001000000000000000007010103A00000019000")
            : null,
        CounterUsed => c => c.Atc = 5,
        CounterNotHigher => c => c.Trim = answer => answer[EmvTag.Atc] = [0, 1],
        LogNotEmpty => c => c.Log = "260801",
        NoQuickAnswer => c => c.Quick = false,
        InterfacesDiffer => c => c.Trim = answer => answer[EmvTag.PanSequence] = [],
        QualifiersMalformed => c => c.Trim = answer => answer[EmvTag.CardQualifiers] = [0],
        _ => null,
    };

    private static Action<DualCard> Set(uint tag, string value) =>
        c => c.Objects[tag] = Convert.FromHexString(value);

    private static Action<DualCard> Instead(byte ins, byte? first, string answer) => c => c.Instead = command =>
        command.Ins == ins && (first is null || command.Data.Span[0] == first) ? Convert.FromHexString(answer) : null;
}
