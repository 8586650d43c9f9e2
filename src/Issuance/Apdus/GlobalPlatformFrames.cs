using KioskSuite.Devices;

namespace KioskSuite.Issuance.Apdus;

/// <summary>Plain commands of the GlobalPlatform Card Specification 2.3.1 §11 that this product sends.</summary>
internal static class GlobalPlatformFrames
{
    /// <summary>Data of one STORE DATA under C-MAC and C-ENC with 8-byte MACs: 255, less MAC and padding.</summary>
    public const int MaxBlock = 239;

    public const byte SecureMessaging = 0x04;
    public const byte LogicalChannel = 0x03;

    private const byte Cla = 0x80;
    private const byte LastBlock = 0x80;
    private const byte EncryptedBlock = 0x60;

    /// <summary>SELECT without a name: the issuer security domain of a blank.</summary>
    public static byte[] SelectSecurityDomain() => new CommandApdu(0x00, 0xA4, 0x04, 0x00, default, 256).Build();

    public static byte[] GetData(uint tag) =>
        new CommandApdu(Cla, 0xCA, (byte)(tag >> 8), (byte)tag, default, 256).Build();

    /// <summary>INITIALIZE UPDATE; key version 0 means the card's first, the challenge has 8 bytes.</summary>
    public static byte[] InitializeUpdate(byte keyVersion, ReadOnlyMemory<byte> challenge) =>
        new CommandApdu(Cla, 0x50, keyVersion, 0x00, challenge, 256).Build();

    /// <summary>EXTERNAL AUTHENTICATE without its MAC.</summary>
    public static CommandApdu ExternalAuthenticate(byte level, ReadOnlyMemory<byte> cryptogram) =>
        new(Cla, 0x82, level, 0x00, cryptogram);

    /// <summary>INSTALL [for personalization]: the STORE DATA that follow go through to this application.</summary>
    public static byte[] InstallForPersonalisation(ReadOnlySpan<byte> aid) =>
        new CommandApdu(Cla, 0xE6, 0x20, 0x00, (byte[])[0, 0, (byte)aid.Length, .. aid, 0, 0, 0], 256).Build();

    /// <summary>
    /// STORE DATA: one block; plain or encrypted DGIs, P1 without the DGI format bits, no expected length.
    /// </summary>
    public static byte[] StoreData(int number, bool last, bool encrypted, ReadOnlyMemory<byte> data)
    {
        InvariantException.Require(number is >= 0 and <= byte.MaxValue, "STORE DATA block number is 0 to 255");
        InvariantException.Require(data.Length is >= 1 and <= MaxBlock, "STORE DATA block has 1 to 239 bytes");
        var control = (byte)((last ? LastBlock : 0) | (encrypted ? EncryptedBlock : 0));
        return new CommandApdu(Cla, 0xE2, control, (byte)number, data).Build();
    }
}
