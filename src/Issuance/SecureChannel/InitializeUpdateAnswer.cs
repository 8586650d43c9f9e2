using KioskSuite.Devices;

namespace KioskSuite.Issuance.SecureChannel;

/// <summary>Which channel a chip opened, by its own answer.</summary>
public enum ChannelKind
{
    Scp02,

    /// <summary>SCP03 with challenges, cryptograms and MACs of 8 bytes.</summary>
    Scp03S8,

    /// <summary>The same with 16 bytes.</summary>
    Scp03S16,
}

/// <summary>Their names, as tickets and central's records have them.</summary>
public static class ChannelKinds
{
    public static IReadOnlyList<ChannelKind> All { get; } = Enum.GetValues<ChannelKind>();

    public static string Name(this ChannelKind kind) => kind switch
    {
        ChannelKind.Scp02 => "SCP02",
        ChannelKind.Scp03S8 => "SCP03-S8",
        _ => "SCP03-S16",
    };
}

/// <summary>
/// Answer to INITIALIZE UPDATE (GlobalPlatform Card Specification 2.3.1 §E.5.1.6, Amendment D §7.1.1.6).
/// </summary>
/// <param name="Channel">Protocol and mode.</param>
/// <param name="Kdd">Key diversification data, 10 bytes.</param>
/// <param name="KeyVersion">Version of the keys that the card chose.</param>
/// <param name="I">The "i" parameter; null with SCP02, whose answer does not hold it.</param>
/// <param name="CardChallenge">6 bytes with SCP02, 8 with S8, 16 with S16.</param>
/// <param name="Cryptogram">Card cryptogram: 8 bytes, 16 with S16.</param>
/// <param name="SequenceCounter">2 bytes with SCP02; 3 when the challenge is pseudo-random, else none.</param>
public sealed record InitializeUpdateAnswer(
    ChannelKind Channel,
    ReadOnlyMemory<byte> Kdd,
    byte KeyVersion,
    byte? I,
    ReadOnlyMemory<byte> CardChallenge,
    ReadOnlyMemory<byte> Cryptogram,
    ReadOnlyMemory<byte> SequenceCounter)
{
    private const byte Scp02 = 2;
    private const byte Scp03 = 3;
    private const byte PseudoRandom = 16;
    private const byte SixteenByteMode = 1;
    private const int Scp02Length = 28;
    private const int Scp03Head = 13;
    private const int CounterLength = 3;

    /// <summary>Bytes of the host challenge that this channel takes.</summary>
    public int ChallengeLength => Channel == ChannelKind.Scp03S16 ? 16 : 8;

    /// <summary>True when <see cref="CardChallenge"/> follows from the counter and can be checked.</summary>
    public bool IsPseudoRandom => (I & PseudoRandom) == PseudoRandom;

    /// <summary>
    /// Parses the answer's data without its status word: 28 bytes for SCP02; 29 for SCP03 S8, 45 for S16, and 3 more
    /// exactly when <c>i</c> has bit 10. Anything else is garbage.
    /// </summary>
    public static Outcome<InitializeUpdateAnswer> Parse(ReadOnlyMemory<byte> data) =>
        data.Length < Scp02Length ? new Failure(DeviceFault.Garbage, $"INITIALIZE UPDATE: {data.Length} bytes")
        : (data.Span[11], data.Length) switch
        {
            (Scp02, Scp02Length) => new InitializeUpdateAnswer(
                ChannelKind.Scp02, data[..10], data.Span[10], null, data[14..20], data[20..], data[12..14]),
            (Scp03, > Scp02Length) => ParseScp03(data),
            var (protocol, length) =>
                new Failure(DeviceFault.Garbage, $"INITIALIZE UPDATE: protocol {protocol:X2}, {length} bytes"),
        };

    public override string ToString() => $"INITIALIZE UPDATE answer, {Channel}, key version {KeyVersion}";

    private static Outcome<InitializeUpdateAnswer> ParseScp03(ReadOnlyMemory<byte> data)
    {
        var i = data.Span[12];
        var isLong = (i & SixteenByteMode) != 0;
        var size = isLong ? 16 : 8;
        var counterAt = Scp03Head + 2 * size;
        if (data.Length != counterAt + ((i & PseudoRandom) != 0 ? CounterLength : 0))
        {
            return new Failure(DeviceFault.Garbage, $"INITIALIZE UPDATE: i {i:X2}, {data.Length} bytes");
        }

        return new InitializeUpdateAnswer(
            isLong ? ChannelKind.Scp03S16 : ChannelKind.Scp03S8,
            data[..10],
            data.Span[10],
            i,
            data.Slice(Scp03Head, size),
            data.Slice(Scp03Head + size, size),
            data[counterAt..]);
    }
}
