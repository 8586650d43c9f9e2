using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Issuance.SecureChannel;

/// <summary>
/// SCP02 with three keys, explicit initiation and C-MAC over the modified command: i = 05, 15, 55, and the same with
/// R-MAC (GlobalPlatform Card Specification 2.3.1 annex E). A pseudo-random card challenge is not checked.
/// </summary>
internal sealed class Scp02Session : SecureChannelSession
{
    private const int IcvEncryption = 16;
    private const int OffersResponseMac = 32;
    private readonly Scp02Keys _keys;
    private readonly byte[] _hostCryptogram;
    private readonly byte _i;
    private byte[] _mac = new byte[Scp02Cipher.BlockSize];
    private byte[]? _answerMac;

    private Scp02Session(Scp02Keys keys, byte i, byte[] hostCryptogram) =>
        (_keys, _i, _hostCryptogram) = (keys, i, hostCryptogram);

    public override ChannelKind Channel => ChannelKind.Scp02;

    public override int BlockSize => Scp02Cipher.BlockSize;

    public override SecurityLevel Highest => (_i & OffersResponseMac) != 0
        ? SecurityLevels.MacEnc | SecurityLevel.ResponseMac
        : SecurityLevels.MacEnc;

    private protected override int MacLength => Scp02Cipher.BlockSize;

    private protected override ReadOnlyMemory<byte> HostCryptogram => _hostCryptogram;

    public static Outcome<SecureChannelSession> Begin(
        StaticKeys keys, ReadOnlySpan<byte> challenge, InitializeUpdateAnswer answer, ChannelOptions options)
    {
        var session = Scp02Keys.Derive(keys, answer.SequenceCounter.Span);
        byte[] card = [.. answer.SequenceCounter.Span, .. answer.CardChallenge.Span];
        var expected = Scp02Cipher.Cryptogram(session.Enc, [.. challenge, .. card]);
        if (CryptographicOperations.FixedTimeEquals(expected, answer.Cryptogram.Span))
        {
            var host = Scp02Cipher.Cryptogram(session.Enc, [.. card, .. challenge]);
            return new Scp02Session(session, options.Scp02I, host);
        }

        session.Dispose();
        return new Failure(DeviceFault.ChipNotGenuine, "card cryptogram");
    }

    /// <summary>The MAC covers the clear data; the first ICV is zeros, each next one the last MAC.</summary>
    private protected override CommandApdu Protect(CommandApdu command)
    {
        var cla = (byte)(command.Cla | GlobalPlatformFrames.SecureMessaging);
        byte[] covered =
        [
            cla, command.Ins, command.P1, command.P2, (byte)(command.Data.Length + MacLength), .. command.Data.Span,
        ];
        var isFirst = Level == SecurityLevel.None;
        var icv = isFirst || (_i & IcvEncryption) == 0 ? _mac : Scp02Cipher.EncipherIcv(_keys.Mac, _mac);
        _mac = Scp02Cipher.Mac(_keys.Mac, icv, covered);
        return command with { Cla = cla, Data = (byte[])[.. command.Data.Span, .. _mac] };
    }

    /// <summary>MACs, then enciphers what is not the MAC.</summary>
    private protected override CommandApdu Wrap(CommandApdu command)
    {
        _answerMac ??= [.. _mac];
        var wrapped = Protect(command);
        return Level.HasFlag(SecurityLevel.CommandEncryption) && !command.Data.IsEmpty
            ? wrapped with { Data = (byte[])[.. Scp02Cipher.Encipher(_keys.Enc, command.Data.Span), .. _mac] }
            : wrapped;
    }

    /// <summary>The clear command as the card sees it, which the R-MAC covers together with the answer.</summary>
    private protected override byte[] AnswerContext(CommandApdu command) =>
    [
        (byte)(command.Cla & ~GlobalPlatformFrames.MessagingBits), command.Ins, command.P1, command.P2,
        (byte)command.Data.Length, .. command.Data.Span,
    ];

    private protected override byte[]? Unwrap(ReadOnlySpan<byte> context, ReadOnlySpan<byte> data, ushort status)
    {
        var body = data[..^MacLength];
        byte[] covered = [.. context, (byte)body.Length, .. body, (byte)(status >> 8), (byte)status];
        _answerMac = Scp02Cipher.Mac(_keys.RMac, _answerMac!, covered);
        CryptographicOperations.ZeroMemory(covered);
        return CryptographicOperations.FixedTimeEquals(_answerMac, data[^MacLength..]) ? body.ToArray() : null;
    }

    private protected override byte[] Encipher(ReadOnlySpan<byte> value)
    {
        using var dek = TripleDesKey.Import(_keys.Dek);
        return dek.EncryptEcb(value);
    }

    private protected override void Zero() => _keys.Dispose();
}
