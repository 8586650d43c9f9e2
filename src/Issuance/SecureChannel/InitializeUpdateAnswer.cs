using KioskSuite.Devices;

namespace KioskSuite.Issuance.SecureChannel;

/// <summary>Answer to INITIALIZE UPDATE for SCP03 in S8 mode (GlobalPlatform Amendment D §7.1.1.6).</summary>
/// <param name="Kdd">Key diversification data, 10 bytes.</param>
/// <param name="KeyVersion">Version of the keys that the card chose.</param>
/// <param name="I">The "i" parameter.</param>
/// <param name="CardChallenge">8 bytes.</param>
/// <param name="Cryptogram">Card cryptogram, 8 bytes.</param>
/// <param name="SequenceCounter">3 bytes when the challenge is pseudo-random, else empty.</param>
public sealed record InitializeUpdateAnswer(
    ReadOnlyMemory<byte> Kdd,
    byte KeyVersion,
    byte I,
    ReadOnlyMemory<byte> CardChallenge,
    ReadOnlyMemory<byte> Cryptogram,
    ReadOnlyMemory<byte> SequenceCounter)
{
    private const byte Scp03 = 3;
    private const byte PseudoRandom = 0x10;
    private const byte SixteenByteMacs = 0x01;
    private const int ShortLength = 29;
    private const int LongLength = 32;

    /// <summary>
    /// Parses the answer's data without its status word: 10 KDD, 1 version, 03, i, 8 challenge, 8 cryptogram, and a
    /// 3-byte counter exactly when <c>i</c> has bit 10. Other lengths, protocols and S16 are garbage.
    /// </summary>
    public static Outcome<InitializeUpdateAnswer> Parse(ReadOnlyMemory<byte> data)
    {
        if (data.Length is not (ShortLength or LongLength))
        {
            return new Failure(DeviceFault.Garbage, $"INITIALIZE UPDATE: {data.Length} bytes");
        }

        var (protocol, i) = (data.Span[11], data.Span[12]);
        var length = (i & PseudoRandom) != 0 ? LongLength : ShortLength;
        if (protocol != Scp03 || (i & SixteenByteMacs) != 0 || data.Length != length)
        {
            return new Failure(DeviceFault.Garbage, $"INITIALIZE UPDATE: protocol {protocol:X2}, i {i:X2}");
        }

        return new InitializeUpdateAnswer(
            data[..10], data.Span[10], i, data[13..21], data[21..ShortLength], data[ShortLength..]);
    }

    public override string ToString() => $"INITIALIZE UPDATE answer, key version {KeyVersion}, i {I:X2}";
}
