using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;

namespace KioskSuite.Issuance.SecureChannel;

/// <summary>
/// The host's side of one SCP03 channel, AES-128, S8, no response protection (GlobalPlatform Amendment D 1.1.2). Since
/// nothing of an answer enters a later command, a whole script can be wrapped before the first command is sent.
/// </summary>
public sealed class Scp03Session : IDisposable
{
    /// <summary>C-MAC.</summary>
    public const byte LevelMac = 0x01;

    /// <summary>C-MAC and C-ENC.</summary>
    public const byte LevelMacEnc = 0x03;

    private const int MacLength = 8;
    private const int MaxPlain = GlobalPlatformFrames.MaxBlock;

    private readonly byte[] _enc;
    private readonly byte[] _mac;
    private readonly byte[] _hostCryptogram;
    private byte[] _chaining = new byte[16];
    private byte? _level;
    private uint _counter;

    private Scp03Session(byte[] enc, byte[] mac, byte[] hostCryptogram) =>
        (_enc, _mac, _hostCryptogram) = (enc, mac, hostCryptogram);

    /// <summary>Derives the session keys and checks the card's cryptogram.</summary>
    /// <param name="keys">The card's static keys.</param>
    /// <param name="hostChallenge">The 8 bytes that were sent.</param>
    /// <param name="answer">What the card answered.</param>
    /// <returns>
    /// The session, or <see cref="DeviceFault.ChipNotGenuine"/>. Never try again on the same card: it counts failures.
    /// </returns>
    public static Outcome<Scp03Session> Open(
        Scp03Keys keys, ReadOnlySpan<byte> hostChallenge, InitializeUpdateAnswer answer)
    {
        InvariantException.Require(hostChallenge.Length == 8, "S8 takes a host challenge of 8 bytes");
        byte[] context = [.. hostChallenge, .. answer.CardChallenge.Span];
        var enc = Scp03Cipher.Derive(keys.Enc, Scp03Cipher.SessionEnc, 128, context);
        var mac = Scp03Cipher.Derive(keys.Mac, Scp03Cipher.SessionMac, 128, context);
        var expected = Scp03Cipher.Derive(mac, Scp03Cipher.CardCryptogram, 64, context);
        var session = new Scp03Session(enc, mac, Scp03Cipher.Derive(mac, Scp03Cipher.HostCryptogram, 64, context));
        if (CryptographicOperations.FixedTimeEquals(expected, answer.Cryptogram.Span))
        {
            return session;
        }

        session.Dispose();
        return new Failure(DeviceFault.ChipNotGenuine, "card cryptogram");
    }

    /// <summary>The EXTERNAL AUTHENTICATE command; it comes first and only once.</summary>
    /// <param name="level"><see cref="LevelMac"/> or <see cref="LevelMacEnc"/>.</param>
    public byte[] ExternalAuthenticate(byte level)
    {
        InvariantException.Require(level is LevelMac or LevelMacEnc, "security level without response protection");
        InvariantException.Require(_level is null, "a session is opened once");
        var command = Protect(GlobalPlatformFrames.ExternalAuthenticate(level, _hostCryptogram));
        _level = level;
        return command;
    }

    /// <summary>
    /// Wraps the next command (CLA 80 or 84, basic channel): encipher if it has data, then MAC. The counter goes up for
    /// commands without data too. The expected length, if any, stays and is not under the MAC.
    /// </summary>
    /// <param name="plain">A short APDU with at most 239 bytes of data.</param>
    public byte[] Wrap(ReadOnlyMemory<byte> plain)
    {
        InvariantException.Require(_level is not null, "EXTERNAL AUTHENTICATE comes first");
        var parsed = CommandApdu.Parse(plain);
        InvariantException.Require(parsed.Ok, "the command to wrap is no short APDU");
        var command = parsed.Value;
        InvariantException.Require(command.Data.Length <= MaxPlain, "command data too long to wrap");
        InvariantException.Require((command.Cla & GlobalPlatformFrames.LogicalChannel) == 0, "basic channel only");
        _counter++;
        var encipher = _level == LevelMacEnc && !command.Data.IsEmpty;
        return Protect(encipher
            ? command with { Data = Scp03Cipher.Encipher(_enc, _counter, command.Data.Span) }
            : command);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_enc);
        CryptographicOperations.ZeroMemory(_mac);
        CryptographicOperations.ZeroMemory(_chaining);
    }

    public override string ToString() => "SCP03 session";

    private byte[] Protect(CommandApdu command)
    {
        var cla = (byte)(command.Cla | GlobalPlatformFrames.SecureMessaging);
        var length = (byte)(command.Data.Length + MacLength);
        byte[] covered = [cla, command.Ins, command.P1, command.P2, length, .. command.Data.Span];
        _chaining = Scp03Cipher.Mac(_mac, _chaining, covered);
        return (command with { Cla = cla, Data = (byte[])[.. command.Data.Span, .. _chaining[..MacLength]] }).Build();
    }
}
