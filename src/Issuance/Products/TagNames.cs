namespace KioskSuite.Issuance.Products;

/// <summary>Names of EMV Book 3 annex A and PBOC 3.0, for people who read a list.</summary>
internal static class TagNames
{
    private static readonly Dictionary<uint, string> s_names = new()
    {
        [Tlv.EmvTag.Label] = "Application Label",
        [Tlv.EmvTag.Track2] = "Track 2 Equivalent Data",
        [Tlv.EmvTag.Pan] = "Application Primary Account Number",
        [Tlv.EmvTag.Aip] = "Application Interchange Profile",
        [Tlv.EmvTag.Priority] = "Application Priority Indicator",
        [Tlv.EmvTag.DirectorySfi] = "SFI of the Directory Elementary File",
        [Tlv.EmvTag.Cdol1] = "Card Risk Management Data Object List 1",
        [Tlv.EmvTag.Cdol2] = "Card Risk Management Data Object List 2",
        [Tlv.EmvTag.CvmList] = "Cardholder Verification Method List",
        [Tlv.EmvTag.CaKeyIndex] = "Certification Authority Public Key Index",
        [Tlv.EmvTag.IssuerCertificate] = "Issuer Public Key Certificate",
        [Tlv.EmvTag.IssuerRemainder] = "Issuer Public Key Remainder",
        [Tlv.EmvTag.SignedStaticData] = "Signed Static Application Data",
        [Tlv.EmvTag.Afl] = "Application File Locator",
        [Tlv.EmvTag.FciIssuerDiscretionary] = "FCI Issuer Discretionary Data",
        [Tlv.EmvTag.Name] = "Cardholder Name",
        [Tlv.EmvTag.ExpiryDate] = "Application Expiration Date",
        [Tlv.EmvTag.EffectiveDate] = "Application Effective Date",
        [Tlv.EmvTag.IssuerCountry] = "Issuer Country Code",
        [Tlv.EmvTag.Language] = "Language Preference",
        [Tlv.EmvTag.ServiceCode] = "Service Code",
        [Tlv.EmvTag.PanSequence] = "Application PAN Sequence Number",
        [Tlv.EmvTag.UsageControl] = "Application Usage Control",
        [Tlv.EmvTag.ApplicationVersion] = "Application Version Number",
        [Tlv.EmvTag.IacDefault] = "Issuer Action Code - Default",
        [Tlv.EmvTag.IacDenial] = "Issuer Action Code - Denial",
        [Tlv.EmvTag.IacOnline] = "Issuer Action Code - Online",
        [Tlv.EmvTag.CodeTable] = "Issuer Code Table Index",
        [Tlv.EmvTag.IssuerExponent] = "Issuer Public Key Exponent",
        [Tlv.EmvTag.Pdol] = "Processing Options Data Object List",
        [Tlv.EmvTag.ApplicationCurrency] = "Application Currency Code",
        [Tlv.EmvTag.IccCertificate] = "ICC Public Key Certificate",
        [Tlv.EmvTag.IccExponent] = "ICC Public Key Exponent",
        [Tlv.EmvTag.IccRemainder] = "ICC Public Key Remainder",
        [Tlv.EmvTag.Ddol] = "Dynamic Data Authentication Data Object List",
        [Tlv.EmvTag.StaticDataTags] = "Static Data Authentication Tag List",
        [Tlv.EmvTag.LogEntry] = "Log Entry",
    };

    /// <summary>The name, or nothing for a tag that only the scheme knows.</summary>
    public static string Of(uint tag) => s_names.GetValueOrDefault(tag, "");
}
