using KioskSuite.Devices;

namespace KioskSuite.Issuance.Apdus;

/// <summary>Plain commands of the GlobalPlatform Card Specification 2.3.1 §11 that this product sends.</summary>
internal static class GlobalPlatformFrames
{
    public const byte SecureMessaging = 0x04;
    public const byte LogicalChannel = 0x03;

    /// <summary>Secure messaging and logical channel, which no R-MAC covers.</summary>
    public const byte MessagingBits = 0x07;

    /// <summary>Key version that means "the card's first".</summary>
    public const byte AnyKeyVersion = 0;

    public const ushort MoreEntries = 0x6310;
    public const byte IssuerDomain = 0x80;
    public const byte Applications = 0x40;

    private const byte Cla = 0x80;
    private const byte LastBlock = 0x80;
    private const byte EncryptedBlock = 0x60;
    private const byte TlvFormat = 0x02;
    private const byte NextOccurrence = 0x01;
    private const byte AllThreeKeys = 0x81;

    /// <summary>SELECT without a name: the issuer security domain of a blank.</summary>
    public static byte[] SelectSecurityDomain() => new CommandApdu(0x00, 0xA4, 0x04, 0x00, default, 256).Build();

    public static byte[] GetData(uint tag) =>
        new CommandApdu(Cla, 0xCA, (byte)(tag >> 8), (byte)tag, default, 256).Build();

    /// <summary>INITIALIZE UPDATE; the challenge has 8 bytes, or 16 with S16.</summary>
    public static byte[] InitializeUpdate(byte keyVersion, ReadOnlyMemory<byte> challenge) =>
        new CommandApdu(Cla, 0x50, keyVersion, 0x00, challenge, 256).Build();

    /// <summary>EXTERNAL AUTHENTICATE without its MAC.</summary>
    public static CommandApdu ExternalAuthenticate(byte level, ReadOnlyMemory<byte> cryptogram) =>
        new(Cla, 0x82, level, 0x00, cryptogram);

    /// <summary>INSTALL [for personalization]: the STORE DATA that follow go through to this application.</summary>
    public static byte[] InstallForPersonalisation(ReadOnlySpan<byte> aid) =>
        new CommandApdu(Cla, 0xE6, 0x20, 0x00, (byte[])[0, 0, (byte)aid.Length, .. aid, 0, 0, 0], 256).Build();

    /// <summary>
    /// STORE DATA: one block; plain or encrypted DGIs, P1 without the DGI format bits. It expects an answer only where
    /// the channel puts a MAC into it.
    /// </summary>
    public static byte[] StoreData(
        int number, bool last, bool encrypted, ReadOnlyMemory<byte> data, bool answered = false)
    {
        InvariantException.Require(number is >= 0 and <= byte.MaxValue, "STORE DATA block number is 0 to 255");
        InvariantException.Require(data.Length is >= 1 and <= byte.MaxValue, "STORE DATA block has 1 to 255 bytes");
        var control = (byte)((last ? LastBlock : 0) | (encrypted ? EncryptedBlock : 0));
        return new CommandApdu(Cla, 0xE2, control, (byte)number, data, answered ? 256 : null).Build();
    }

    /// <summary>SET STATUS of the issuer security domain, which is the card's.</summary>
    public static byte[] SetCardStatus(byte state, bool answered = false) =>
        new CommandApdu(Cla, 0xF0, IssuerDomain, state, default, answered ? 256 : null).Build();

    /// <summary>GET STATUS of everything of a scope, as TLV.</summary>
    /// <param name="scope"><see cref="IssuerDomain"/> or <see cref="Applications"/>.</param>
    /// <param name="next">Goes on after <see cref="MoreEntries"/>.</param>
    public static byte[] GetStatus(byte scope, bool next = false) => new CommandApdu(
        Cla, 0xF2, scope, (byte)(TlvFormat | (next ? NextOccurrence : 0)), (byte[])[0x4F, 0x00], 256).Build();

    /// <summary>PUT KEY of three keys at once.</summary>
    /// <param name="replaced">Key version that goes, or 0 when none does.</param>
    /// <param name="data">New version and the three keys.</param>
    public static byte[] PutKey(byte replaced, ReadOnlyMemory<byte> data) =>
        new CommandApdu(Cla, 0xD8, replaced, AllThreeKeys, data, 256).Build();

    /// <summary>True for the status words whose answers carry an R-MAC: success and warnings.</summary>
    public static bool IsProtected(ushort status) => status == 0x9000 || status >> 8 is 0x62 or 0x63;
}
