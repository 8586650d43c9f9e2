using KioskSuite.Issuance.Crypto.Pins;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>Which data groupings an applet takes, and in what shape.</summary>
internal static class GroupShape
{
    private const int LeastKeyPart = 24;
    private const int MostKeyPart = 144;
    private const byte MostTries = 15;

    public static bool IsRecord(ushort tag) => tag >> 8 is >= CardTag.FirstRecordFile and <= CardTag.LastRecordFile;

    public static bool IsKnown(ushort tag) => IsRecord(tag) || IsSecret(tag) || tag is DgiTag.SelectContact
        or DgiTag.SelectContactless or DgiTag.ProcessingOptions or EmvObject.OptionsContactless
        or DgiTag.KeyCheckValues or CardTag.PinTryLimit
        or DgiTag.IssuerApplicationData;

    /// <summary>Comes enciphered under the data encryption key; all others come clear.</summary>
    public static bool IsSecret(ushort tag) =>
        tag is DgiTag.Keys or EmvObject.PinBlockGroup or (>= EmvObject.KeyFirst and <= EmvObject.KeyLast);

    public static bool Fits(ushort tag, byte[] value) => tag switch
    {
        DgiTag.Keys => value.Length == PaymentKeys.Length,
        DgiTag.KeyCheckValues => value.Length == PaymentKeys.CheckLength,
        >= EmvObject.KeyFirst and <= EmvObject.KeyLast => value.Length is >= LeastKeyPart and <= MostKeyPart,
        EmvObject.PinBlockGroup =>
            SecretValue.Cut(value, Emv.PinBlockLength) is { } block && PinBlock.ReadFormat2(block).Ok,
        CardTag.PinTryLimit => value is [var tries, > 0 and <= MostTries and var limit] && tries <= limit,
        DgiTag.IssuerApplicationData => IssuerData.Parse(value) is not null,
        DgiTag.ProcessingOptions or EmvObject.OptionsContactless => BerTlv.Parse(value) is { Ok: true } both
            && both.Value.FindPath(EmvTag.Aip) is { Value.Length: 2 } && both.Value.FindPath(EmvTag.Afl) is not null,
        DgiTag.SelectContact or DgiTag.SelectContactless =>
            IsOne(value, EmvTag.FciProprietary) || IsOne(value, EmvTag.Fci),
        _ => IsOne(value, EmvTag.Record),
    };

    private static bool IsOne(byte[] value, uint tag) =>
        BerTlv.Parse(value) is { Ok: true, Value: { Count: 1 } objects } && objects[0].Tag == tag;
}
