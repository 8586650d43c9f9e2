using System.Text;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>A stock of blank cards: what its chip says of itself before anything was written, and its keys.</summary>
/// <param name="Code">Stock code as in tickets.</param>
/// <param name="IcType">IC type of the CPLC, 4 hex digits.</param>
/// <param name="Historical">Historical bytes of the ATR, ASCII, 1 to 15.</param>
public sealed record BlankKind(string Code, string IcType, string Historical)
{
    /// <summary>
    /// Direct convention, then T=1 only with an IFSC of 254 and BWI/CWI 4/5 (ISO/IEC 7816-3 §8.2, §11.4).
    /// </summary>
    private const string AtrStart = "3B";
    private const string AtrInterface = "8131FE45";
    private const byte MoreInterfaceBytes = 128;

    /// <summary>T=0: extra guard time and nothing else about the interface; such an ATR has no check byte.</summary>
    private const byte ExtraGuardTime = 96;

    /// <summary>IC fabricator before the type; OS, its dates and levels between type and serial.</summary>
    private const string CplcStart = "4B53";
    private const string CplcMiddle = "000150010100" + "5002";
    private const string CplcLie = "FFFFFFFFFFFF" + "FFFF" + "00000000";
    private const int CplcLength = 42;

    /// <summary>The blank that the debit product usually needs: SCP02 with three 3DES keys by EMV CPS.</summary>
    public static BlankKind PbocDual80K { get; } = new("PBOC-DUAL-80K", "5A4B", "KIOSK");

    /// <summary>SCP03, AES-128, pseudo-random challenge, answers protected.</summary>
    public static BlankKind Scp03 { get; } = new("PBOC-DUAL-80K-SCP03", "5A33", "KIOSK")
    {
        Rule = KeyRule.Kdf3,
        KeyVersion = 48,
        Scp03Options = 112,
    };

    /// <summary>The same with challenges and MACs of 16 bytes.</summary>
    public static BlankKind Scp03S16 { get; } = Scp03 with
    {
        Code = "PBOC-DUAL-80K-S16",
        IcType = "5A36",
        Scp03Options = 113,
    };

    /// <summary>For cards with the national algorithms; its channel is SCP02 as on most such stock.</summary>
    public static BlankKind Sm { get; } = PbocDual80K with { Code = "PBOC-SM-80K", IcType = "5A53" };

    /// <summary>Its payment application is the credit one; keys and channel as on the usual stock.</summary>
    public static BlankKind Credit { get; } = PbocDual80K with
    {
        Code = "PBOC-CREDIT-80K",
        IcType = "5A43",
        Application = "A000000333010102",
    };

    /// <summary>A blank of another stock.</summary>
    public static BlankKind Wrong { get; } = new("WRONG-BLANK", "4143", "OTHER");

    /// <summary>AID of its one payment application, hex: PBOC debit ends with 01, credit with 02.</summary>
    public string Application { get; init; } = "A000000333010101";

    /// <summary>How its factory derived the keys; <see cref="KeyRule.Kdf3"/> gives AES and SCP03.</summary>
    public KeyRule Rule { get; init; } = KeyRule.EmvCps;

    /// <summary>AES keys where <see cref="Rule"/> does not say it.</summary>
    public bool IsAes => Rule == KeyRule.Kdf3;

    public byte KeyVersion { get; init; } = 32;

    /// <summary>Parameter i of SCP02: 21 is 15, three keys and ICV encryption.</summary>
    public byte Scp02Options { get; init; } = 21;

    /// <summary>Parameter i of SCP03.</summary>
    public byte Scp03Options { get; init; } = 16;

    /// <summary>T=0 instead of T=1.</summary>
    public bool IsT0 { get; init; }

    /// <summary>Protocol and parameter of each channel, hex, as recognition data have them.</summary>
    internal IEnumerable<string> Channels => [IsAes ? $"03{Scp03Options:X2}" : $"02{Scp02Options:X2}"];

    /// <summary>ATR, with its check byte where T=1 wants one.</summary>
    public byte[] Atr()
    {
        var text = Encoding.ASCII.GetBytes(Historical);
        if (IsT0)
        {
            return [.. Convert.FromHexString(AtrStart), (byte)(ExtraGuardTime | text.Length), 0, 0, .. text];
        }

        byte[] inner =
        [
            (byte)(MoreInterfaceBytes | text.Length), .. Convert.FromHexString(AtrInterface), .. text,
        ];
        return [.. Convert.FromHexString(AtrStart), .. inner, inner.Aggregate((a, b) => (byte)(a ^ b))];
    }

    /// <summary>
    /// CPLC, 42 bytes (GlobalPlatform practice): IC type at offset 2, IC serial (4 bytes) at offset 12.
    /// </summary>
    public byte[] Cplc(ReadOnlySpan<byte> serial) => Fill([.. Convert.FromHexString(CplcMiddle), .. serial]);

    /// <summary>Its type is right, everything else is not.</summary>
    public byte[] LyingCplc() => Fill(Convert.FromHexString(CplcLie));

    /// <summary>The stock of a code; an unknown one is a bug of the world's seed.</summary>
    public static BlankKind Of(string code) =>
        Array.Find([PbocDual80K, Scp03, Scp03S16, Sm, Credit, Wrong], kind => kind.Code == code)
        ?? throw new ArgumentOutOfRangeException(nameof(code), code, "no such blank");

    private byte[] Fill(byte[] rest)
    {
        var cplc = new byte[CplcLength];
        byte[] start = [.. Convert.FromHexString(CplcStart + IcType), .. rest];
        start.CopyTo(cplc, 0);
        return cplc;
    }
}
