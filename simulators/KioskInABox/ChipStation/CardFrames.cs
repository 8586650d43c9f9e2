using System.Buffers.Binary;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// A command as the card receives it (ISO/IEC 7816-4 §5.1), short or extended; an expected length behind data is
/// dropped.
/// </summary>
/// <param name="Expected">Length byte of a short command without data, or null.</param>
internal readonly record struct CardCommand(
    byte Cla, byte Ins, byte P1, byte P2, ReadOnlyMemory<byte> Data, byte? Expected = null)
{
    public const int HeaderSize = 4;

    /// <summary>Null when the lengths do not add up.</summary>
    public static CardCommand? Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeaderSize)
        {
            return null;
        }

        var head = bytes.Span;
        return TryData(bytes[HeaderSize..], out var data)
            ? new CardCommand(
                head[0], head[1], head[2], head[3], data, bytes.Length == HeaderSize + 1 ? head[HeaderSize] : null)
            : null;
    }

    public override string ToString() => $"{Cla:X2}{Ins:X2}{P1:X2}{P2:X2}, {Data.Length} bytes";

    private static bool TryData(ReadOnlyMemory<byte> body, out ReadOnlyMemory<byte> data)
    {
        data = default;
        if (body.Length <= 1)
        {
            return true;
        }

        var isLong = body.Span[0] == 0;
        if (isLong && body.Length < 3)
        {
            return false;
        }

        var (head, expected) = isLong ? (3, 2) : (1, 1);
        int length = isLong ? BinaryPrimitives.ReadUInt16BigEndian(body.Span[1..]) : body.Span[0];
        var rest = body.Length - head;
        if (isLong && rest == 0)
        {
            return true;
        }

        if (length == 0 || (rest != length && rest != length + expected))
        {
            return false;
        }

        data = body.Slice(head, length);
        return true;
    }
}

/// <summary>A response: data and status word.</summary>
internal readonly record struct CardAnswer(byte[] Data, ushort StatusWord)
{
    public static implicit operator CardAnswer(ushort statusWord) => new([], statusWord);

    public static CardAnswer With(byte[] data) => new(data, Sw.Success);

    public byte[] Build() => [.. Data, (byte)(StatusWord >> 8), (byte)StatusWord];

    public override string ToString() => $"{StatusWord:X4}, {Data.Length} bytes";
}

/// <summary>Status words (ISO/IEC 7816-4 §5.6, GlobalPlatform Card Specification §11.1.3).</summary>
internal static class Sw
{
    public const ushort Success = 0x9000;
    public const ushort AuthenticationFailed = 0x6300;
    public const ushort MemoryFailure = 0x6581;
    public const ushort WrongLength = 0x6700;
    public const ushort LogicalChannel = 0x6881;
    public const ushort SecurityStatus = 0x6982;
    public const ushort MethodBlocked = 0x6983;
    public const ushort ConditionsNotSatisfied = 0x6985;
    public const ushort SecureMessagingWrong = 0x6988;
    public const ushort WrongData = 0x6A80;
    public const ushort NotFound = 0x6A82;
    public const ushort RecordNotFound = 0x6A83;
    public const ushort NotEnoughMemory = 0x6A84;
    public const ushort WrongParameters = 0x6A86;
    public const ushort ReferencedDataNotFound = 0x6A88;
    public const ushort InvalidKeyCheck = 0x9485;
    public const ushort AlgorithmNotSupported = 0x9484;
    public const ushort MoreEntries = 0x6310;
    public const ushort CardLocked = 0x6283;
    public const ushort BytesAvailable = 0x6100;
    public const ushort WrongExpected = 0x6C00;
    public const ushort WrongInstruction = 0x6D00;
    public const ushort WrongClass = 0x6E00;

    /// <summary>Success and warnings: their answers are protected where a channel protects answers.</summary>
    public static bool IsProtected(ushort status) => status == Success || status >> 8 is 0x62 or 0x63;
}

/// <summary>Class and instruction bytes, and the bits of their parameters.</summary>
internal static class Ins
{
    public const byte SecureMessaging = 0x04;
    public const byte Proprietary = 0x80;
    public const byte Secured = 0x84;
    public const byte ChannelBits = 0x43;

    public const byte Select = 0xA4;
    public const byte SelectByName = 0x04;
    public const byte NextOccurrence = 0x02;
    public const byte GetData = 0xCA;
    public const byte InitializeUpdate = 0x50;
    public const byte ExternalAuthenticate = 0x82;
    public const byte GetResponse = 0xC0;
    public const byte MessagingBits = 0x07;
    public const byte PutKey = 0xD8;
    public const byte AllThreeKeys = 0x81;
    public const byte SetStatus = 0xF0;
    public const byte GetStatus = 0xF2;
    public const byte OfIssuerDomain = 0x80;
    public const byte OfApplications = 0x40;
    public const byte TlvFormat = 0x02;
    public const byte NextEntries = 0x01;
    public const byte Install = 0xE6;
    public const byte ForPersonalization = 0x20;
    public const byte StoreData = 0xE2;
    public const byte LastBlock = 0x80;
    public const byte EncryptedBlock = 0x60;
    public const byte DgiFormat = 0x08;

    public const byte GetProcessingOptions = 0xA8;
    public const byte ReadRecord = 0xB2;
    public const byte RecordBySfi = 0x04;
    public const byte GenerateAc = 0xAE;
    public const byte Aac = 0x00;
    public const byte Tc = 0x40;
    public const byte Arqc = 0x80;
    public const byte AcType = 0xC0;
    public const byte CdaRequested = 0x10;
}

/// <summary>Life cycle states (GlobalPlatform Card Specification 2.3.1 §11.1.1) and privileges.</summary>
internal static class LifeCycle
{
    public const byte OpReady = 0x01;
    public const byte Initialized = 0x07;
    public const byte Secured = 0x0F;
    public const byte Locked = 0x7F;
    public const byte Terminated = 0xFF;
    public const byte Selectable = 0x07;
    public const byte Personalised = 0x0F;
    public const byte LockedApplication = 0x80;
    public static readonly byte[] IssuerPrivileges = [0x9E, 0xFE, 0x80];
}

/// <summary>Bits of the secure channels: level in P1 of EXTERNAL AUTHENTICATE, parameter i, key types.</summary>
internal static class Scp
{
    public const byte CommandMac = 0x01;
    public const byte CommandEncryption = 0x02;
    public const byte ResponseMac = 0x10;
    public const byte ResponseEncryption = 0x20;
    public const byte All = 0x33;

    public const byte SixteenBytes = 0x01;
    public const byte PseudoRandom = 0x10;
    public const byte OffersResponses = 0x60;
    public const byte IcvEncryption = 0x10;
    public const byte Scp02PseudoRandom = 0x40;
    public const byte OffersResponseMac = 0x20;

    public const byte TripleDesKey = 0x80;
    public const byte AesKey = 0x88;
    public const byte ReportedTripleDes = 0x82;
    public const byte AnswerMark = 0x80;
    public const ushort ForMac = 0x0101;
    public const ushort ForRMac = 0x0102;
    public const ushort ForDek = 0x0181;
    public const ushort ForEnc = 0x0182;
}

/// <summary>Tags that Issuance's list does not name.</summary>
internal static class CardTag
{
    public const uint MaxBlockLength = 0x9F65;
    public const uint RecognitionData = 0x73;
    public const uint PinTryCounter = 0x9F17;
    public const uint LastOnlineAtc = 0x9F13;
    public const uint Oid = 0x06;
    public const uint GlobalPlatformVersion = 0x60;
    public const uint IdentificationScheme = 0x63;
    public const uint SecureChannel = 0x64;
    public const ushort PinTryLimit = 0x9010;
    public const uint Registry = 0xE3;
    public const uint LifeCycle = 0x9F70;
    public const uint Privileges = 0xC5;
    public const uint KeyInformation = 0xE0;
    public const uint OneKey = 0xC0;
    public const uint SequenceCounter = 0xC1;
    public const uint DiversificationData = 0xCF;
    public const byte FirstRecordFile = 0x01;
    public const byte LastRecordFile = 0x1E;
}
