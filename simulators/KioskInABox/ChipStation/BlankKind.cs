using System.Text;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>A stock of blank cards: what its chip says of itself before anything was written.</summary>
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

    /// <summary>IC fabricator before the type; OS, its dates and levels between type and serial.</summary>
    private const string CplcStart = "4B53";
    private const string CplcMiddle = "000150010100" + "5002";
    private const int CplcLength = 42;

    /// <summary>The blank that the debit product needs.</summary>
    public static BlankKind PbocDual80K { get; } = new("PBOC-DUAL-80K", "5A4B", "KIOSK");

    /// <summary>A blank of another stock.</summary>
    public static BlankKind Wrong { get; } = new("WRONG-BLANK", "4143", "OTHER");

    /// <summary>ATR with its check byte.</summary>
    public byte[] Atr()
    {
        byte[] inner =
        [
            (byte)(MoreInterfaceBytes | Historical.Length),
            .. Convert.FromHexString(AtrInterface),
            .. Encoding.ASCII.GetBytes(Historical),
        ];
        return [.. Convert.FromHexString(AtrStart), .. inner, inner.Aggregate((a, b) => (byte)(a ^ b))];
    }

    /// <summary>
    /// CPLC, 42 bytes (GlobalPlatform practice): IC type at offset 2, IC serial (4 bytes) at offset 12.
    /// </summary>
    public byte[] Cplc(ReadOnlySpan<byte> serial)
    {
        var cplc = new byte[CplcLength];
        byte[] start = [.. Convert.FromHexString(CplcStart + IcType + CplcMiddle), .. serial];
        start.CopyTo(cplc, 0);
        return cplc;
    }

    /// <summary>The stock of a code; an unknown one is a bug of the world's seed.</summary>
    public static BlankKind Of(string code) =>
        Array.Find([PbocDual80K, Wrong], kind => kind.Code == code)
        ?? throw new ArgumentOutOfRangeException(nameof(code), code, "no such blank");
}
