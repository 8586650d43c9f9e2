using System.Text;

namespace KioskSuite.Issuance.Personalisation;

/// <summary>What all cards of the first debit product share (PBOC 3.0 debit, contact, online only).</summary>
internal static class DebitTemplates
{
    public static readonly byte[] Aid = Convert.FromHexString("A000000333010101");
    public static readonly byte[] Label = Encoding.ASCII.GetBytes("PBOC DEBIT");
    public static readonly byte[] Language = Encoding.ASCII.GetBytes("zh");

    /// <summary>
    /// Cardholder verification, terminal risk management, issuer authentication; no offline data authentication.
    /// </summary>
    public static readonly byte[] Aip = Convert.FromHexString("1C00");

    /// <summary>
    /// SFI 1 record 1, SFI 2 records 1 to 2, SFI 3 record 1; none enters offline data authentication.
    /// </summary>
    public static readonly byte[] Afl = Convert.FromHexString("080101001001020018010100");

    /// <summary>E-cash indicator, amount, currency.</summary>
    public static readonly byte[] Pdol = Convert.FromHexString("9F7A019F02065F2A02");

    /// <summary>The 29 cryptogram bytes in their order, then time and merchant name.</summary>
    public static readonly byte[] Cdol1 =
        Convert.FromHexString("9F02069F03069F1A0295055F2A029A039C019F37049F21039F4E14");

    /// <summary>Response code, then CDOL1 without the merchant name.</summary>
    public static readonly byte[] Cdol2 = Convert.FromHexString("8A029F02069F03069F1A0295055F2A029A039C019F37049F2103");

    /// <summary>Online PIN if the terminal can (else next), signature, no verification.</summary>
    public static readonly byte[] CvmList = Convert.FromHexString("000000000000000042031E031F00");

    public static readonly byte[] UsageControl = Convert.FromHexString("FF00");
    public static readonly byte[] Version = Convert.FromHexString("0030");
    public static readonly byte[] IacDefault = Convert.FromHexString("D8609CA800");
    public static readonly byte[] IacDenial = Convert.FromHexString("0010000000");
    public static readonly byte[] IacOnline = Convert.FromHexString("D8689CF800");
    public static readonly byte[] LogEntry = Convert.FromHexString("0B0A");

    /// <summary>China and the yuan: 156 as 4 digits.</summary>
    public static readonly byte[] China = Convert.FromHexString("0156");
}
