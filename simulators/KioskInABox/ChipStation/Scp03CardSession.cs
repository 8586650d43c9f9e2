using System.Buffers.Binary;
using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>SCP03 (GlobalPlatform Amendment D 1.1.2): session keys, chaining value and command counter.</summary>
internal sealed class Scp03CardSession : CardSession
{
    private const int BlockSize = 16;
    private const byte CardCryptogramData = 0;
    private const byte HostCryptogramData = 1;
    private const byte ChallengeData = 2;
    private const byte EncKey = 4;
    private const byte MacKey = 6;
    private const byte RMacKey = 7;
    private readonly byte[] _enc;
    private readonly byte[] _mac;
    private readonly byte[] _rmac;
    private readonly byte[] _dek;
    private readonly SessionTerms _terms;
    private byte[] _chaining = new byte[BlockSize];
    private ulong _counter;

    /// <param name="keys">Static keys.</param>
    /// <param name="hostChallenge">8 or 16 bytes.</param>
    /// <param name="sequence">Sequence counter, 3 bytes.</param>
    /// <param name="terms">The card's.</param>
    public Scp03CardSession(CardKeys keys, ReadOnlySpan<byte> hostChallenge, byte[] sequence, SessionTerms terms)
    {
        (_terms, _dek, MacSize) = (terms, keys.Dek, ChallengeSize(terms.Options));
        CardChallenge = (terms.Options & Scp.PseudoRandom) != 0
            ? Derive(keys.Enc, ChallengeData, [.. sequence, .. terms.Aid], MacSize)
            : terms.Random[..MacSize];
        byte[] context = [.. hostChallenge, .. CardChallenge];
        _enc = Derive(keys.Enc, EncKey, context, keys.Enc.Length);
        _mac = Derive(keys.Mac, MacKey, context, keys.Mac.Length);
        _rmac = Derive(keys.Mac, RMacKey, context, keys.Mac.Length);
        CardCryptogram = Derive(_mac, CardCryptogramData, context, MacSize);
        HostCryptogram = Derive(_mac, HostCryptogramData, context, MacSize);
    }

    public override byte[] CardChallenge { get; }

    public override byte[] CardCryptogram { get; }

    public override byte[] HostCryptogram { get; }

    public override int MacSize { get; }

    public static int ChallengeSize(byte options) => (options & Scp.SixteenBytes) != 0 ? BlockSize : BlockSize / 2;

    public override bool Offers(byte level) => level switch
    {
        Scp.CommandMac or (Scp.CommandMac | Scp.CommandEncryption) => true,
        Scp.All => (_terms.Options & Scp.OffersResponses) == Scp.OffersResponses,
        (Scp.CommandMac | Scp.ResponseMac) or (Scp.All & ~Scp.ResponseEncryption) =>
            (_terms.Options & Scp.OffersResponseMac) != 0,
        _ => false,
    };

    /// <summary>C-MAC over chaining value, header with the length as sent, and data before the MAC.</summary>
    public override bool VerifyMac(CardCommand command)
    {
        var data = command.Data.Span;
        byte[] input =
        [
            .. _chaining, command.Cla, command.Ins, command.P1, command.P2, (byte)data.Length, .. data[..^MacSize],
        ];
        var mac = Cmac.Aes(_mac, input);
        if (!CryptographicOperations.FixedTimeEquals(mac.AsSpan(0, MacSize), data[^MacSize..]))
        {
            return false;
        }

        _chaining = mac;
        return true;
    }

    /// <summary>Every command counts, also one without data, unless this card has that bug.</summary>
    public override CardCommand? Unwrap(CardCommand command)
    {
        if (!VerifyMac(command))
        {
            return null;
        }

        var data = command.Data[..^MacSize];
        _counter += data.IsEmpty && _terms.SkipsEmpty ? 0ul : 1ul;
        var plain = data.IsEmpty || !Has(Scp.CommandEncryption) ? data.ToArray() : Decipher(data.Span);
        return plain is null ? null : command with { Cla = Ins.Proprietary, Data = plain };
    }

    public override byte[] Protect(CardCommand plain, CardAnswer answer)
    {
        if (!Has(Scp.ResponseMac) || !Sw.IsProtected(answer.StatusWord))
        {
            return answer.Data;
        }

        var data = Has(Scp.ResponseEncryption) && answer.Data.Length > 0 ? Encipher(answer.Data) : answer.Data;
        byte[] input = [.. _chaining, .. data, (byte)(answer.StatusWord >> 8), (byte)answer.StatusWord];
        return [.. data, .. Cmac.Aes(_rmac, input)[..MacSize]];
    }

    /// <summary>AES-CBC under the static DEK, IV of zeros.</summary>
    public override byte[]? DecipherSensitive(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value.Length % BlockSize != 0)
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.SetKey(_dek);
        return aes.DecryptCbc(value, new byte[BlockSize], PaddingMode.None);
    }

    private byte[]? Decipher(ReadOnlySpan<byte> data)
    {
        if (data.Length % BlockSize != 0)
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.SetKey(_enc);
        return Unpad(aes.DecryptCbc(data, Iv(aes, 0), PaddingMode.None));
    }

    private byte[] Encipher(byte[] data)
    {
        byte[] padded = [.. data, PadStart, .. new byte[BlockSize - 1 - data.Length % BlockSize]];
        using var aes = Aes.Create();
        aes.SetKey(_enc);
        return aes.EncryptCbc(padded, Iv(aes, Scp.AnswerMark), PaddingMode.None);
    }

    private byte[] Iv(Aes aes, byte mark)
    {
        var counter = new byte[BlockSize];
        counter[0] = mark;
        BinaryPrimitives.WriteUInt64BigEndian(counter.AsSpan(BlockSize - sizeof(ulong)), _counter);
        return aes.EncryptEcb(counter, PaddingMode.None);
    }

    /// <summary>Key derivation in counter mode with CMAC (SP 800-108): label 11 zeros and the constant.</summary>
    private static byte[] Derive(byte[] key, byte constant, byte[] context, int size)
    {
        var bits = size * 8;
        var output = new List<byte>();
        for (byte i = 1; output.Count < size; i++)
        {
            byte[] input = [.. new byte[11], constant, 0, (byte)(bits >> 8), (byte)bits, i, .. context];
            output.AddRange(Cmac.Aes(key, input));
        }

        return [.. output.Take(size)];
    }
}
