using System.Buffers.Binary;

namespace KioskSuite.IdReader.Sdt;

/// <summary>Command and parameter byte of a request (SAM_V communication protocol).</summary>
internal enum SdtCommand : ushort
{
    ResetSam = 0x10FF,
    SamStatus = 0x11FF,
    SamId = 0x12FF,
    Find = 0x2001,
    Select = 0x2002,
    ReadTextAndPhoto = 0x3001,
    ReadNewAddress = 0x3003,
    ReadWithFingerprints = 0x3010,
    Speed115200 = 0x6000,
    Speed57600 = 0x6001,
    Speed38400 = 0x6002,
    Speed19200 = 0x6003,
    Speed9600 = 0x6004,
    LongestRadioFrame = 0x61FF,
}

/// <summary>SW3, the module's own status. SW1 SW2 carry the card's for the codes marked so.</summary>
internal enum SdtStatus : byte
{
    RequestChecksumWrong = 0x10,
    RequestLengthWrong = 0x11,
    CommandWrong = 0x21,
    NotPermitted = 0x23,
    UnknownError = 0x24,

    /// <summary>External authentication failed; SW1 SW2 are the card's.</summary>
    CardRejectedSam = 0x31,

    /// <summary>Internal authentication failed.</summary>
    SamRejectedCard = 0x32,

    /// <summary>MAC or signature over the card's data is wrong.</summary>
    DataNotVerified = 0x33,
    WrongCardType = 0x40,

    /// <summary>Reading failed, or nothing is selected; SW1 SW2 are the card's.</summary>
    ReadFailed = 0x41,

    /// <summary>The card gave no random number; SW1 SW2 are the card's.</summary>
    NoRandom = 0x47,
    SelfTestFailed = 0x60,
    NotAuthorised = 0x66,

    /// <summary>No card, or the one that was read still lies there.</summary>
    NotFound = 0x80,

    /// <summary>Selecting failed; SW1 SW2 are the card's.</summary>
    SelectFailed = 0x81,
    Done = 0x90,

    /// <summary>The card holds no such item.</summary>
    NoSuchItem = 0x91,
    Found = 0x9F,
}

/// <summary>Envelope of every frame: AA AA AA 96 69, length (big-endian, what follows it), body, XOR.</summary>
internal static class SdtEnvelope
{
    /// <summary>Preamble and length.</summary>
    internal const int HeaderLength = 7;

    /// <summary>Text and photo: 7 + 3 + 4 + 256 + 1024 + 1 bytes.</summary>
    internal const int LongestWithPhoto = 1295;

    /// <summary>The answer to 30 10 from a card without fingerprints.</summary>
    internal const int LongestWithoutPrints = 1297;

    internal const int LongestWithPrints = 2321;

    /// <summary>Longest answer of all other commands, with room to spare: a new address takes 81 bytes.</summary>
    internal const int LongestShort = 96;

    private static readonly byte[] Preamble = [0xAA, 0xAA, 0xAA, 0x96, 0x69];

    /// <summary>The last sync byte and the start mark: what a receiver looks for.</summary>
    internal static ReadOnlySpan<byte> Mark => Preamble.AsSpan(2);

    internal static int LongestAnswer(SdtCommand command) => command switch
    {
        SdtCommand.ReadTextAndPhoto => LongestWithPhoto,
        SdtCommand.ReadWithFingerprints => LongestWithPrints,
        _ => LongestShort,
    };

    internal static byte[] Wrap(ReadOnlySpan<byte> head, ReadOnlySpan<byte> data)
    {
        var frame = new byte[HeaderLength + head.Length + data.Length + 1];
        Preamble.CopyTo(frame, 0);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Preamble.Length), (ushort)(head.Length + data.Length + 1));
        head.CopyTo(frame.AsSpan(HeaderLength));
        data.CopyTo(frame.AsSpan(HeaderLength + head.Length));
        frame[^1] = Xor(frame.AsSpan(Preamble.Length));
        return frame;
    }

    internal static byte Xor(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (var one in bytes)
        {
            sum ^= one;
        }

        return sum;
    }
}

/// <summary>A request: CMD PARA and 0 to 16 bytes of data.</summary>
internal readonly record struct SdtRequest(SdtCommand Command, ReadOnlyMemory<byte> Data = default)
{
    internal const int HeadLength = 2;

    /// <summary>The whole frame.</summary>
    internal byte[] Build() => SdtEnvelope.Wrap([(byte)((ushort)Command >> 8), (byte)Command], Data.Span);

    /// <summary>Parses a body out of <see cref="SdtFrameParser"/>; null when it is too short.</summary>
    internal static SdtRequest? Parse(ReadOnlyMemory<byte> body) => body.Length < HeadLength
        ? null
        : new((SdtCommand)BinaryPrimitives.ReadUInt16BigEndian(body.Span), body[HeadLength..]);

    public override string ToString() => $"{Command}, {Data.Length} bytes";
}

/// <summary>An answer: the card's status word, the module's status and data. Data may be personal.</summary>
internal readonly record struct SdtResponse(ushort CardStatus, SdtStatus Status, ReadOnlyMemory<byte> Data = default)
{
    internal const int HeadLength = 3;

    /// <summary>The whole frame.</summary>
    internal byte[] Build() =>
        SdtEnvelope.Wrap([(byte)(CardStatus >> 8), (byte)CardStatus, (byte)Status], Data.Span);

    /// <summary>Parses a body out of <see cref="SdtFrameParser"/>; null when it is too short.</summary>
    internal static SdtResponse? Parse(ReadOnlyMemory<byte> body) => body.Length < HeadLength
        ? null
        : new(BinaryPrimitives.ReadUInt16BigEndian(body.Span), (SdtStatus)body.Span[2], body[HeadLength..]);

    public override string ToString() => $"{Status}, card {CardStatus:X4}, {Data.Length} bytes";
}
