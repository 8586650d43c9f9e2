using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;

namespace KioskSuite.Issuance.SecureChannel;

/// <summary>What a channel needs that the chip's answer does not say; a property of the stock.</summary>
/// <param name="SecurityDomain">AID under which the domain was selected: enters the pseudo-random challenge.</param>
/// <param name="Scp02I">SCP02's "i" parameter: 15, 55 (ICV encryption), 05 (none), and bit 20 for R-MAC.</param>
public sealed record ChannelOptions(ReadOnlyMemory<byte> SecurityDomain, byte Scp02I = ChannelOptions.Usual)
{
    /// <summary>Three keys, explicit initiation, MAC over the modified command, ICV encryption.</summary>
    public const byte Usual = 0x15;

    /// <summary>AID of an issuer security domain by GlobalPlatform's own default.</summary>
    public static ChannelOptions Default { get; } = new(Convert.FromHexString("A000000151000000"));
}

/// <summary>
/// The host's side of one secure channel. No answer enters a later command, so a whole script can be wrapped before its
/// first command is sent, and its answers unwrapped after the last, in the same order.
/// </summary>
public abstract class SecureChannelSession : IDisposable
{
    private readonly Queue<byte[]> _pending = [];

    /// <summary>C-MAC length: 8 or 16.</summary>
    private protected abstract int MacLength { get; }

    /// <summary>Cipher block of C-ENC and of sensitive data: 8 or 16.</summary>
    public abstract int BlockSize { get; }

    public abstract ChannelKind Channel { get; }

    /// <summary>Highest level that the chip's "i" parameter offers.</summary>
    public abstract SecurityLevel Highest { get; }

    /// <summary><see cref="SecurityLevel.None"/> until EXTERNAL AUTHENTICATE.</summary>
    public SecurityLevel Level { get; private set; }

    /// <summary>Longest command data that can be wrapped at the present level.</summary>
    public int MaxPlain => Level.HasFlag(SecurityLevel.CommandEncryption)
        ? (byte.MaxValue - MacLength) / BlockSize * BlockSize - 1
        : byte.MaxValue - MacLength;

    private bool ProtectsAnswers => Level.HasFlag(SecurityLevel.ResponseMac);

    /// <summary>Derives the session keys and checks the card's challenge and cryptogram.</summary>
    /// <param name="keys">The card's static keys; the caller keeps and disposes them after the session.</param>
    /// <param name="hostChallenge">At least the bytes that were sent: 8, or 16 with S16.</param>
    /// <param name="answer">What the card answered.</param>
    /// <param name="options">The stock's.</param>
    /// <returns>
    /// The session, or <see cref="DeviceFault.ChipNotGenuine"/>. Never try again on the same card: it counts failures.
    /// </returns>
    public static Outcome<SecureChannelSession> Open(
        StaticKeys keys, ReadOnlySpan<byte> hostChallenge, InitializeUpdateAnswer answer, ChannelOptions options)
    {
        InvariantException.Require(hostChallenge.Length >= answer.ChallengeLength, "host challenge too short");
        var needed = answer.Channel == ChannelKind.Scp02 ? KeyAlgorithm.TripleDes : KeyAlgorithm.Aes;
        if (keys.Algorithm != needed)
        {
            return new Failure(DeviceFault.ChipNotGenuine, $"{answer.Channel} with {keys.Algorithm} keys");
        }

        var challenge = hostChallenge[..answer.ChallengeLength];
        return needed == KeyAlgorithm.TripleDes
            ? Scp02Session.Begin(keys, challenge, answer, options)
            : Scp03Session.Begin(keys, challenge, answer, options);
    }

    /// <summary>The EXTERNAL AUTHENTICATE command; it comes first and only once. Its answer is never wrapped.</summary>
    /// <param name="level">01, 03, 11, 13 or 33.</param>
    public byte[] ExternalAuthenticate(SecurityLevel level)
    {
        InvariantException.Require(level.IsKnown(), "no such security level");
        InvariantException.Require(Level == SecurityLevel.None, "a session is opened once");
        var command = Protect(GlobalPlatformFrames.ExternalAuthenticate((byte)level, HostCryptogram));
        Level = level;
        return command.Build();
    }

    /// <summary>
    /// Wraps the next command (CLA 80 or 84, basic channel). The expected length, if any, stays and is not under the
    /// MAC.
    /// </summary>
    /// <param name="plain">A short APDU with at most <see cref="MaxPlain"/> bytes of data.</param>
    public byte[] Wrap(ReadOnlyMemory<byte> plain)
    {
        InvariantException.Require(Level != SecurityLevel.None, "EXTERNAL AUTHENTICATE comes first");
        var parsed = CommandApdu.Parse(plain);
        InvariantException.Require(parsed.Ok, "the command to wrap is no short APDU");
        var command = parsed.Value;
        InvariantException.Require(command.Data.Length <= MaxPlain, "command data too long to wrap");
        InvariantException.Require((command.Cla & GlobalPlatformFrames.LogicalChannel) == 0, "basic channel only");
        var wrapped = Wrap(command);
        if (ProtectsAnswers)
        {
            _pending.Enqueue(AnswerContext(command));
        }

        return wrapped.Build();
    }

    /// <summary>
    /// Unwraps the answer to the earliest wrapped command that has none yet. Where answers are protected, one of 9000,
    /// 62xx or 63xx must carry its MAC; any other status word comes bare.
    /// </summary>
    /// <returns>
    /// The plain answer, or <see cref="DeviceFault.ChipNotGenuine"/>, after which nothing is worth more.
    /// </returns>
    public Outcome<ResponseApdu> Unwrap(ReadOnlyMemory<byte> answer)
    {
        var parsed = ResponseApdu.Parse(answer);
        if (!parsed.Ok || !ProtectsAnswers)
        {
            return parsed;
        }

        if (!_pending.TryDequeue(out var context))
        {
            return new Failure(DeviceFault.ChipNotGenuine, "an answer too many");
        }

        var (data, status) = (parsed.Value.Data, parsed.Value.StatusWord);
        if (!GlobalPlatformFrames.IsProtected(status))
        {
            return data.IsEmpty ? parsed : new Failure(DeviceFault.ChipNotGenuine, "response without MAC");
        }

        var plain = data.Length < MacLength ? null : Unwrap(context, data.Span, status);
        CryptographicOperations.ZeroMemory(context);
        return plain is null
            ? new Failure(DeviceFault.ChipNotGenuine, "response MAC")
            : new ResponseApdu(plain, status);
    }

    /// <summary>
    /// Enciphers data that stay secret inside the channel (keys, PIN blocks) under the session's DEK (SCP02) or the
    /// static one (SCP03, which has no other). First this, then <see cref="Wrap(ReadOnlyMemory{byte})"/>.
    /// </summary>
    /// <param name="value">A positive multiple of <see cref="BlockSize"/>; no padding is added.</param>
    public byte[] EncryptSensitive(ReadOnlySpan<byte> value)
    {
        InvariantException.Require(
            value.Length > 0 && value.Length % BlockSize == 0, "sensitive data in whole blocks");
        return Encipher(value);
    }

    public void Dispose()
    {
        while (_pending.TryDequeue(out var context))
        {
            CryptographicOperations.ZeroMemory(context);
        }

        Zero();
        GC.SuppressFinalize(this);
    }

    public override string ToString() => $"{Channel} session";

    private protected abstract ReadOnlyMemory<byte> HostCryptogram { get; }

    /// <summary>C-MAC over a command whose data are already as they travel.</summary>
    private protected abstract CommandApdu Protect(CommandApdu command);

    private protected abstract CommandApdu Wrap(CommandApdu command);

    /// <summary>What the R-MAC of this command's answer will need.</summary>
    private protected abstract byte[] AnswerContext(CommandApdu command);

    /// <summary>Checks and deciphers; null when anything is wrong.</summary>
    private protected abstract byte[]? Unwrap(ReadOnlySpan<byte> context, ReadOnlySpan<byte> data, ushort status);

    private protected abstract byte[] Encipher(ReadOnlySpan<byte> value);

    private protected abstract void Zero();
}
