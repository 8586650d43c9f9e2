using System.Buffers.Binary;
using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>Session keys, chaining value and command counter of one SCP03 channel (Amendment D §4.1.5, §6.2).</summary>
internal sealed class ScpSession
{
    private const int MacSize = 8;
    private const int BlockSize = 16;
    private const int CardCryptogramData = 0;
    private const int HostCryptogramData = 1;
    private const int ChallengeData = 2;
    private const int EncKey = 4;
    private const int MacKey = 6;
    private const byte PadStart = 128;
    private readonly byte[] _enc;
    private readonly byte[] _mac;
    private byte[] _chaining = new byte[BlockSize];
    private ulong _counter;

    private ScpSession(byte[] enc, byte[] mac, byte[] cardChallenge, byte[] context)
    {
        (_enc, _mac, CardChallenge) = (enc, mac, cardChallenge);
        CardCryptogram = Derive(mac, CardCryptogramData, context, MacSize);
        HostCryptogram = Derive(mac, HostCryptogramData, context, MacSize);
    }

    public byte[] CardChallenge { get; }

    public byte[] CardCryptogram { get; }

    public byte[] HostCryptogram { get; }

    /// <param name="keys">Static keys.</param>
    /// <param name="hostChallenge">8 bytes.</param>
    /// <param name="challengeContext">Sequence counter (3) and AID, for the pseudo-random card challenge.</param>
    public static ScpSession Derive(CardKeys keys, ReadOnlySpan<byte> hostChallenge, byte[] challengeContext)
    {
        var challenge = Derive(keys.Enc, ChallengeData, challengeContext, MacSize);
        byte[] context = [.. hostChallenge, .. challenge];
        return new ScpSession(
            Derive(keys.Enc, EncKey, context, BlockSize),
            Derive(keys.Mac, MacKey, context, BlockSize),
            challenge,
            context);
    }

    /// <summary>C-MAC over chaining value, header with the length as sent, and data before the MAC.</summary>
    public bool VerifyMac(CardCommand command)
    {
        var data = command.Data.Span;
        byte[] input =
        [
            .. _chaining, command.Cla, command.Ins, command.P1, command.P2, (byte)data.Length, .. data[..^MacSize],
        ];
        var mac = AesCmac.Compute(_mac, input);
        if (!CryptographicOperations.FixedTimeEquals(mac.AsSpan(0, MacSize), data[^MacSize..]))
        {
            return false;
        }

        _chaining = mac;
        return true;
    }

    /// <summary>Counts the command, deciphers its data and takes the padding off; null when that is wrong.</summary>
    public byte[]? Decipher(ReadOnlySpan<byte> data)
    {
        _counter++;
        if (data.IsEmpty)
        {
            return [];
        }

        if (data.Length % BlockSize != 0)
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.SetKey(_enc);
        var counter = new byte[BlockSize];
        BinaryPrimitives.WriteUInt64BigEndian(counter.AsSpan(BlockSize - sizeof(ulong)), _counter);
        var padded = aes.DecryptCbc(data, aes.EncryptEcb(counter, PaddingMode.None), PaddingMode.None);
        var end = Array.FindLastIndex(padded, b => b != 0);
        return end >= 0 && padded[end] == PadStart ? padded[..end] : null;
    }

    /// <summary>
    /// Key derivation in counter mode with CMAC (SP 800-108), one block: label 11 zeros and the constant.
    /// </summary>
    private static byte[] Derive(byte[] key, int constant, byte[] context, int size)
    {
        byte[] input = [.. new byte[11], (byte)constant, 0, 0, (byte)(size * 8), 1, .. context];
        return AesCmac.Compute(key, input)[..size];
    }
}
