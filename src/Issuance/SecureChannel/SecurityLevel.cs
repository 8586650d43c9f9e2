namespace KioskSuite.Issuance.SecureChannel;

/// <summary>What a channel protects (GlobalPlatform Card Specification 2.3.1, P1 of EXTERNAL AUTHENTICATE).</summary>
[Flags]
public enum SecurityLevel : byte
{
    None = 0,

    /// <summary>C-MAC; every other bit needs it.</summary>
    CommandMac = 1,

    /// <summary>C-ENC.</summary>
    CommandEncryption = 2,

    /// <summary>R-MAC.</summary>
    ResponseMac = 16,

    /// <summary>R-ENC; needs all other bits.</summary>
    ResponseEncryption = 32,
}

internal static class SecurityLevels
{
    public const SecurityLevel MacEnc = SecurityLevel.CommandMac | SecurityLevel.CommandEncryption;
    public const SecurityLevel All = MacEnc | SecurityLevel.ResponseMac | SecurityLevel.ResponseEncryption;

    /// <summary>01, 03, 11, 13 and 33; a channel that protects no command is not offered.</summary>
    public static bool IsKnown(this SecurityLevel level) => level.HasFlag(SecurityLevel.CommandMac)
        && (level & ~All) == 0
        && (level == All || !level.HasFlag(SecurityLevel.ResponseEncryption));
}
