using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>
/// Issuer script commands with a MAC of 4 bytes (JR/T 0025.7): header, Lc, data, MAC. A card that takes one proves
/// that its MAC key is the one the issuer thinks it is.
/// </summary>
public static class IssuerScript
{
    /// <summary>Most commands that a kiosk takes with one answer of the issuer.</summary>
    public const int MostCommands = 8;

    private const int Head = 5;
    private const int MacLength = 4;
    private const int SecureMessaging = 0x04;

    /// <summary>The command as it goes to the card.</summary>
    /// <param name="suite">Of the application.</param>
    /// <param name="cardKey">UDK MAC.</param>
    /// <param name="atc">Counter of the transaction.</param>
    /// <param name="cryptogram">Its ARQC, 8 bytes.</param>
    /// <param name="header">CLA INS P1 P2; CLA says secure messaging.</param>
    /// <param name="data">0 to 251 bytes.</param>
    public static byte[] Build(
        CryptoSuite suite,
        ReadOnlySpan<byte> cardKey,
        ushort atc,
        ReadOnlySpan<byte> cryptogram,
        ReadOnlySpan<byte> header,
        ReadOnlySpan<byte> data)
    {
        var mac = suite.ScriptMac(cardKey, atc, cryptogram, header, data);
        return [.. header, (byte)(data.Length + MacLength), .. data, .. mac];
    }

    /// <summary>
    /// Whether bytes have a command's shape: a class with secure messaging, the length it says, room for a MAC.
    /// </summary>
    public static bool HasShape(ReadOnlySpan<byte> command) =>
        command.Length is >= Head + MacLength and <= Head + byte.MaxValue
        && command[Head - 1] == command.Length - Head && (command[0] & SecureMessaging) != 0;

    /// <summary>The card's side: the data of a command whose MAC is right; refused otherwise.</summary>
    public static Outcome<byte[]> Open(
        CryptoSuite suite,
        ReadOnlySpan<byte> cardKey,
        ushort atc,
        ReadOnlySpan<byte> cryptogram,
        ReadOnlySpan<byte> command)
    {
        if (!HasShape(command))
        {
            return DeviceFault.Garbage;
        }

        var data = command[Head..^MacLength];
        var mac = suite.ScriptMac(cardKey, atc, cryptogram, command[..(Head - 1)], data);
        return CryptographicOperations.FixedTimeEquals(mac, command[^MacLength..])
            ? data.ToArray()
            : DeviceFault.Refused;
    }
}
