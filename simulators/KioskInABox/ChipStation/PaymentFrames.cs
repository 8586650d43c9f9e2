namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>Commands of the payment application besides <see cref="Ins"/>, and bits of their parameters.</summary>
internal static class Emv
{
    public const byte InternalAuthenticate = 0x88;
    public const byte Verify = 0x20;
    public const byte PlaintextPin = 0x80;
    public const byte PutData = 0xDA;
    public const byte PinChange = 0x24;
    public const byte UnblockPin = 0x00;
    public const byte ChangePin = 0x02;
    public const byte ApplicationBlock = 0x1E;
    public const byte ApplicationUnblock = 0x18;

    /// <summary>Bits of the AIP's first byte (EMV Book 3 annex C1).</summary>
    public const byte AipStatic = 0x40;
    public const byte AipDynamic = 0x20;
    public const byte AipCombined = 0x01;

    /// <summary>First byte of an SM2 certificate of a card (JR/T 0025.17).</summary>
    public const byte SmCardCertificate = 0x14;

    /// <summary>Padding of secret values: 80, then zeros or FF.</summary>
    public const byte PadStart = 0x80;

    /// <summary>In front of an enciphered PIN block: its length.</summary>
    public const byte PinBlockLength = 8;
}

/// <summary>Status words of the payment application beyond those of <see cref="Sw"/>.</summary>
internal static class EmvSw
{
    /// <summary>Selected, but the application is blocked.</summary>
    public const ushort Blocked = 0x6283;

    /// <summary>Wrong PIN; the low half byte says how many tries are left.</summary>
    public const ushort WrongPin = 0x63C0;
}

/// <summary>Tags and groupings of the payment application that Issuance's list does not name.</summary>
internal static class EmvObject
{
    public const uint SignedDynamicData = 0x9F4B;
    public const uint LogFormat = 0x9F4F;
    public const uint CardQualifiers = 0x9F6C;

    /// <summary>Version of fDDA, the card's number, its qualifiers.</summary>
    public const uint AuthenticationData = 0x9F69;
    public const uint LowerLimit = 0x9F14;
    public const uint UpperLimit = 0x9F23;
    public const uint LowerLimitCumulative = 0x9F58;
    public const uint UpperLimitCumulative = 0x9F59;

    public const ushort PinBlockGroup = 0x8010;
    public const ushort OptionsContactless = 0x9207;
    public const ushort KeyFirst = 0x8201;
    public const ushort KeyLast = 0x8205;

    /// <summary>Files of SFI 11 to 30 are the card's own; the log stands in one of them.</summary>
    public const byte FirstOwnFile = 11;
    public const byte LastOwnFile = 30;

    /// <summary>What a line of the log holds (JR/T 0025.5 annex): as every PBOC card issues it.</summary>
    public static readonly byte[] LogLine = Convert.FromHexString("9A039F21039F02069F03069F1A025F2A029F4E149C019F3602");
}

/// <summary>Card verification results, bytes 2 to 4 (JR/T 0025.5 annex).</summary>
internal static class Cvr
{
    public const byte Length = 0x03;
    public const byte SecondNotRequested = 0x80;
    public const byte AuthenticationFailed = 0x08;
    public const byte PinVerified = 0x04;
    public const byte PinWrong = 0x02;

    public const byte LastOnlineUnfinished = 0x80;
    public const byte PinBlocked = 0x40;
    public const byte LastAuthenticationFailed = 0x08;

    public const byte ScriptFailed = 0x08;
    public const byte DynamicAuthenticationDone = 0x02;
    public const byte MostScripts = 0x0F;
}

/// <summary>Terminal transaction qualifiers, tag 9F66 (JR/T 0025.12 §6).</summary>
internal static class Ttq
{
    public const int Length = 4;

    /// <summary>Byte 1.</summary>
    public const byte Qpboc = 0x20;
    public const byte OfflineOnly = 0x08;
    public const byte OfflineDataOnline = 0x01;

    /// <summary>Byte 2.</summary>
    public const byte OnlineCryptogram = 0x80;

    /// <summary>Byte 4.</summary>
    public const byte FastVersion1 = 0x80;

    /// <summary>What a shop's terminal says: qPBOC, contact, signature; authenticates online; version 01.</summary>
    public static readonly byte[] Shop = [0x33, 0x80, 0x00, 0x80];
}

/// <summary>The answer to reset that a reader makes up for a card in its field (PC/SC part 3 §3.1.3.2.3).</summary>
internal static class AntennaFrames
{
    private const byte Direct = 0x3B;
    private const byte InterfaceBytes = 0x80;
    private static readonly byte[] s_protocols = [0x80, 0x01];

    /// <summary>With its check byte.</summary>
    public static byte[] Atr(ReadOnlySpan<byte> historical)
    {
        byte[] inner = [(byte)(InterfaceBytes | historical.Length), .. s_protocols, .. historical];
        return [Direct, .. inner, inner.Aggregate((a, b) => (byte)(a ^ b))];
    }
}
