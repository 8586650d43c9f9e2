using System.Buffers.Binary;
using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Issuance.SecureChannel;

/// <summary>SCP03 with AES-128, 192 or 256, S8 or S16 (GlobalPlatform Amendment D 1.1.2).</summary>
internal sealed class Scp03Session : SecureChannelSession
{
    private const int ChainingLength = 16;
    private const int OffersResponseMac = 32;
    private const int OffersAll = 96;
    private readonly InitializeUpdateAnswer _answer;
    private readonly AesKey _enc;
    private readonly CmacKey _mac;
    private readonly CmacKey _rmac;
    private readonly AesKey _dek;
    private byte[] _hostCryptogram = [];
    private byte[] _chaining = new byte[ChainingLength];
    private uint _counter;

    private Scp03Session(InitializeUpdateAnswer answer, AesKey enc, CmacKey mac, CmacKey rmac, AesKey dek) =>
        (_answer, _enc, _mac, _rmac, _dek) = (answer, enc, mac, rmac, dek);

    public override ChannelKind Channel => _answer.Channel;

    public override int BlockSize => 16;

    public override SecurityLevel Highest => (_answer.I & OffersAll) switch
    {
        OffersAll => SecurityLevels.All,
        OffersResponseMac => SecurityLevels.MacEnc | SecurityLevel.ResponseMac,
        _ => SecurityLevels.MacEnc,
    };

    private protected override int MacLength => _answer.ChallengeLength;

    private protected override ReadOnlyMemory<byte> HostCryptogram => _hostCryptogram;

    public static Outcome<SecureChannelSession> Begin(
        StaticKeys keys, ReadOnlySpan<byte> challenge, InitializeUpdateAnswer answer, ChannelOptions options)
    {
        var bits = answer.ChallengeLength * 8;
        byte[] known = [.. answer.SequenceCounter.Span, .. options.SecurityDomain.Span];
        var same = !answer.IsPseudoRandom || CryptographicOperations.FixedTimeEquals(
            Scp03Cipher.Derive(keys.Enc, Scp03Cipher.CardChallenge, bits, known), answer.CardChallenge.Span);
        byte[] context = [.. challenge, .. answer.CardChallenge.Span];
        var length = keys.Enc.Length * 8;
        var mac = Scp03Cipher.Derive(keys.Mac, Scp03Cipher.SessionMac, length, context);
        var session = new Scp03Session(
            answer,
            Take(Scp03Cipher.Derive(keys.Enc, Scp03Cipher.SessionEnc, length, context), key => AesKey.Import(key)),
            CmacKey.Import(mac),
            Take(Scp03Cipher.Derive(keys.Mac, Scp03Cipher.SessionRMac, length, context), key => CmacKey.Import(key)),
            AesKey.Import(keys.Dek))
        {
            _hostCryptogram = Scp03Cipher.Derive(mac, Scp03Cipher.HostCryptogram, bits, context),
        };
        var expected = Scp03Cipher.Derive(mac, Scp03Cipher.CardCryptogram, bits, context);
        CryptographicOperations.ZeroMemory(mac);
        if (CryptographicOperations.FixedTimeEquals(expected, answer.Cryptogram.Span) && same)
        {
            return session;
        }

        session.Dispose();
        return new Failure(DeviceFault.ChipNotGenuine, same ? "card cryptogram" : "card challenge");
    }

    private protected override CommandApdu Protect(CommandApdu command)
    {
        var cla = (byte)(command.Cla | GlobalPlatformFrames.SecureMessaging);
        var length = (byte)(command.Data.Length + MacLength);
        byte[] covered = [cla, command.Ins, command.P1, command.P2, length, .. command.Data.Span];
        _chaining = Scp03Cipher.Mac(_mac, _chaining, covered);
        return command with { Cla = cla, Data = (byte[])[.. command.Data.Span, .. _chaining[..MacLength]] };
    }

    /// <summary>Enciphers, then MACs. The counter goes up for commands without data too.</summary>
    private protected override CommandApdu Wrap(CommandApdu command)
    {
        _counter++;
        var encipher = Level.HasFlag(SecurityLevel.CommandEncryption) && !command.Data.IsEmpty;
        return Protect(encipher
            ? command with { Data = Scp03Cipher.Encipher(_enc, _counter, command.Data.Span) }
            : command);
    }

    /// <summary>Chaining value after the command, and its counter.</summary>
    private protected override byte[] AnswerContext(CommandApdu command)
    {
        var context = new byte[ChainingLength + sizeof(uint)];
        _chaining.CopyTo(context, 0);
        BinaryPrimitives.WriteUInt32BigEndian(context.AsSpan(ChainingLength), _counter);
        return context;
    }

    private protected override byte[]? Unwrap(ReadOnlySpan<byte> context, ReadOnlySpan<byte> data, ushort status)
    {
        var body = data[..^MacLength];
        byte[] message = [.. body, (byte)(status >> 8), (byte)status];
        var mac = Scp03Cipher.Mac(_rmac, context[..ChainingLength], message);
        if (!CryptographicOperations.FixedTimeEquals(mac.AsSpan(0, MacLength), data[^MacLength..]))
        {
            return null;
        }

        return body.IsEmpty || !Level.HasFlag(SecurityLevel.ResponseEncryption)
            ? body.ToArray()
            : Scp03Cipher.Decipher(_enc, BinaryPrimitives.ReadUInt32BigEndian(context[ChainingLength..]), body);
    }

    private protected override byte[] Encipher(ReadOnlySpan<byte> value) => _dek.EncryptCbc(value, new byte[BlockSize]);

    private protected override void Zero()
    {
        _enc.Dispose();
        _mac.Dispose();
        _rmac.Dispose();
        _dek.Dispose();
        CryptographicOperations.ZeroMemory(_chaining);
    }

    private static T Take<T>(byte[] key, Func<byte[], T> import)
    {
        var taken = import(key);
        CryptographicOperations.ZeroMemory(key);
        return taken;
    }
}
