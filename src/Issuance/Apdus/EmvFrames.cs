using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Apdus;

/// <summary>Plain commands of a payment terminal (EMV Book 3 §6.5, ISO/IEC 7816-4).</summary>
internal static class EmvFrames
{
    /// <summary>Cryptogram type bits of the CID and of P1.</summary>
    public const byte TypeMask = 0xC0;

    public const byte Arqc = 0x80;
    public const byte Tc = 0x40;

    /// <summary>Bit of GENERATE AC's P1 that asks for a combined signature.</summary>
    public const byte Combined = 0x10;

    /// <summary>
    /// Terminal transaction qualifiers (9F66): qPBOC and contact, PIN online, signature, offline authentication of
    /// online payments; an online cryptogram is required; fDDA version 01.
    /// </summary>
    public static ReadOnlySpan<byte> OnlineQualifiers => [0x37, 0x80, 0x00, 0x80];

    /// <summary>The list for dynamic data of a card that has none (EMV Book 4 §7.3): the terminal's number.</summary>
    public static ReadOnlySpan<byte> DefaultDdol => [0x9F, 0x37, 0x04];

    public const ushort RecordNotFound = 0x6A83;
    public const ushort LengthRefused = 0x6700;
    public const byte MoreData = 0x61;
    public const byte WrongLength = 0x6C;

    /// <summary>Names of the payment directories by contact and without.</summary>
    public static readonly byte[] Pse = [.. "1PAY.SYS.DDF01"u8];

    public static readonly byte[] Ppse = [.. "2PAY.SYS.DDF01"u8];

    public static byte[] Select(ReadOnlyMemory<byte> name) =>
        new CommandApdu(0x00, 0xA4, 0x04, 0x00, name, 256).Build();

    public static byte[] ReadRecord(int sfi, int record) =>
        new CommandApdu(0x00, 0xB2, (byte)record, (byte)((sfi << 3) | 0x04), default, 256).Build();

    /// <summary>GET PROCESSING OPTIONS with the filled PDOL (empty when the card asked for nothing).</summary>
    public static byte[] GetProcessingOptions(ReadOnlySpan<byte> filled) =>
        new CommandApdu(0x80, 0xA8, 0x00, 0x00, BerTlv.Build(EmvTag.CommandTemplate, filled), 256).Build();

    public static byte[] GenerateAc(byte type, ReadOnlyMemory<byte> filled) =>
        new CommandApdu(0x80, 0xAE, type, 0x00, filled, 256).Build();

    /// <summary>INTERNAL AUTHENTICATE with the filled DDOL.</summary>
    public static byte[] InternalAuthenticate(ReadOnlyMemory<byte> filled) =>
        new CommandApdu(0x00, 0x88, 0x00, 0x00, filled, 256).Build();

    /// <summary>GET DATA of an object with a tag of 2 bytes.</summary>
    public static byte[] GetData(uint tag) =>
        new CommandApdu(0x80, 0xCA, (byte)(tag >> 8), (byte)tag, default, 256).Build();

    /// <summary>EXTERNAL AUTHENTICATE with ARPC (8) and response code (2).</summary>
    public static byte[] ExternalAuthenticate(ReadOnlyMemory<byte> issuerData) =>
        new CommandApdu(0x00, 0x82, 0x00, 0x00, issuerData).Build();

    /// <summary>GET RESPONSE for <paramref name="length"/> bytes; 0 means 256.</summary>
    public static byte[] GetResponse(byte length) =>
        new CommandApdu(0x00, 0xC0, 0x00, 0x00, default, length == 0 ? 256 : length).Build();
}
