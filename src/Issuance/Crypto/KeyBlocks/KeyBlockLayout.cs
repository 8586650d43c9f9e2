namespace KioskSuite.Issuance.Crypto.KeyBlocks;

/// <summary>Why a key block was not opened. Closed.</summary>
public enum KeyBlockFault
{
    None = 0,

    /// <summary>Shorter than a head, not printable, or its digits are none.</summary>
    WrongHeader,

    /// <summary>The version is not A, B, C or D.</summary>
    UnknownVersion,

    /// <summary>The length written is not the length received, or leaves no whole blocks.</summary>
    WrongLength,
    WrongOptionalBlock,

    /// <summary>Key or MAC are not hexadecimal.</summary>
    NotHex,

    /// <summary>Altered, or under another key.</summary>
    WrongMac,

    /// <summary>The MAC is right and the key's length inside is not: built wrongly.</summary>
    WrongKeyLength,

    /// <summary>The protection key is of a length that this version does not take.</summary>
    WrongProtectionKey,
}

/// <summary>What differs by version: cipher block, MAC length, variant or derived keys.</summary>
internal sealed record KeyBlockLayout(int BlockSize, int MacLength, bool Derived, int[] ProtectionKeyLengths)
{
    private static readonly KeyBlockLayout _variant = new(8, 4, false, [16, 24]);
    private static readonly KeyBlockLayout _tdes = new(8, 8, true, [16, 24]);
    private static readonly KeyBlockLayout _aes = new(16, 16, true, [16, 24, 32]);

    public bool Aes => BlockSize == 16;

    public static KeyBlockLayout? Of(char version) => version switch
    {
        'A' or 'C' => _variant,
        'B' => _tdes,
        'D' => _aes,
        _ => null,
    };
}
