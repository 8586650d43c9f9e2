using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// SCP02 with three keys and explicit initiation (GlobalPlatform Card Specification 2.3.1 annex E): i = 05, 15, 55, 75.
/// </summary>
internal sealed class Scp02CardSession : CardSession
{
    private const int BlockSize = 8;
    private const int RandomSize = 6;
    private readonly byte _options;
    private readonly byte[] _enc;
    private readonly byte[] _mac;
    private readonly byte[] _rmac;
    private readonly byte[] _dek;
    private byte[] _lastMac = new byte[BlockSize];
    private byte[]? _lastAnswerMac;
    private bool _begun;

    /// <param name="keys">Static keys.</param>
    /// <param name="hostChallenge">8 bytes.</param>
    /// <param name="sequence">Sequence counter, 2 bytes.</param>
    /// <param name="terms">The card's.</param>
    public Scp02CardSession(CardKeys keys, ReadOnlySpan<byte> hostChallenge, byte[] sequence, SessionTerms terms)
    {
        _options = terms.Options;
        _enc = Derive(keys.Enc, Scp.ForEnc, sequence);
        _mac = Derive(keys.Mac, Scp.ForMac, sequence);
        _rmac = Derive(keys.Mac, Scp.ForRMac, sequence);
        _dek = Derive(keys.Dek, Scp.ForDek, sequence);
        var random = (_options & Scp.Scp02PseudoRandom) != 0 ? RetailMac.Compute(_mac, terms.Aid) : terms.Random;
        CardChallenge = [.. sequence, .. random[..RandomSize]];
        CardCryptogram = Cryptogram([.. hostChallenge, .. CardChallenge]);
        HostCryptogram = Cryptogram([.. CardChallenge, .. hostChallenge]);
    }

    /// <summary>Sequence counter and six bytes.</summary>
    public override byte[] CardChallenge { get; }

    public override byte[] CardCryptogram { get; }

    public override byte[] HostCryptogram { get; }

    public override int MacSize => BlockSize;

    public override bool Offers(byte level) => level switch
    {
        Scp.CommandMac or (Scp.CommandMac | Scp.CommandEncryption) => true,
        (Scp.CommandMac | Scp.ResponseMac) or (Scp.All & ~Scp.ResponseEncryption) =>
            (_options & Scp.OffersResponseMac) != 0,
        _ => false,
    };

    /// <summary>
    /// C-MAC over the header and the data as they are in clear, with the length that has the MAC in it.
    /// </summary>
    public override bool VerifyMac(CardCommand command)
    {
        var data = command.Data.Span;
        byte[] input =
            [command.Cla, command.Ins, command.P1, command.P2, (byte)data.Length, .. data[..^BlockSize]];
        var mac = RetailMac.ComputeBlocks(_mac, Chained(Icv(), Pad(input)));
        _begun = true;
        if (!CryptographicOperations.FixedTimeEquals(mac, data[^BlockSize..]))
        {
            return false;
        }

        _lastMac = mac;
        return true;
    }

    public override CardCommand? Unwrap(CardCommand command)
    {
        _lastAnswerMac ??= _lastMac;
        var text = command.Data[..^BlockSize].ToArray();
        var plain = text.Length == 0 || !Has(Scp.CommandEncryption) ? text : Decipher(text);
        if (plain is null)
        {
            return null;
        }

        var clear = command with { Data = (byte[])[.. plain, .. command.Data[^BlockSize..].Span] };
        return VerifyMac(clear) ? command with { Cla = Ins.Proprietary, Data = plain } : null;
    }

    /// <summary>R-MAC over the command as it was in clear, and the answer; chained from the first C-MAC.</summary>
    public override byte[] Protect(CardCommand plain, CardAnswer answer)
    {
        if (!Has(Scp.ResponseMac) || !Sw.IsProtected(answer.StatusWord))
        {
            return answer.Data;
        }

        byte[] input =
        [
            (byte)(plain.Cla & ~Ins.MessagingBits), plain.Ins, plain.P1, plain.P2, (byte)plain.Data.Length,
            .. plain.Data.Span, (byte)answer.Data.Length, .. answer.Build(),
        ];
        _lastAnswerMac = RetailMac.ComputeBlocks(_rmac, Chained(_lastAnswerMac!, Pad(input)));
        return [.. answer.Data, .. _lastAnswerMac];
    }

    /// <summary>3DES-ECB under the session's DEK.</summary>
    public override byte[]? DecipherSensitive(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value.Length % BlockSize != 0)
        {
            return null;
        }

        using var key = TripleDesKey.Import(_dek);
        return key.DecryptEcb(value);
    }

    private static byte[] Derive(byte[] key, ushort constant, byte[] sequence) =>
        DesEde.EncryptCbc(key, [(byte)(constant >> 8), (byte)constant, .. sequence, .. new byte[12]]);

    private static byte[] Pad(byte[] data) => [.. data, PadStart, .. new byte[BlockSize - 1 - data.Length % BlockSize]];

    private static byte[] Chained(byte[] icv, byte[] blocks)
    {
        for (var i = 0; i < BlockSize; i++)
        {
            blocks[i] ^= icv[i];
        }

        return blocks;
    }

    private byte[] Cryptogram(byte[] challenges)
    {
        using var key = TripleDesKey.Import(_enc);
        return key.EncryptCbc(Pad(challenges), new byte[BlockSize])[^BlockSize..];
    }

    private byte[]? Decipher(byte[] text)
    {
        if (text.Length % BlockSize != 0)
        {
            return null;
        }

        using var key = TripleDesKey.Import(_enc);
        return Unpad(key.DecryptCbc(text, new byte[BlockSize]));
    }

    private byte[] Icv()
    {
        if (!_begun || (_options & Scp.IcvEncryption) == 0)
        {
            return _lastMac;
        }

        using var des = DES.Create();
        des.Key = _mac[..BlockSize];
        return des.EncryptEcb(_lastMac, PaddingMode.None);
    }
}
