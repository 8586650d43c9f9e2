using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// The issuer security domain: identification, the secure channel, and personalisation of its applications.
/// </summary>
internal sealed class IssuerDomain(BlankKind blank, byte[] serial, byte[] aid, CardChannel channel, Applet[] applets)
{
    private const byte LongestBlock = 255;
    private const int AidAt = 3;
    private const int EmptyFields = 3;
    private Applet? _target;
    private DgiReader _reader = new();
    private int _nextBlock;

    /// <summary>Nothing can be written any more.</summary>
    public bool MemoryFails { get; init; }

    /// <summary>STORE DATA commands executed since the card was made.</summary>
    public int StoredBlocks { get; private set; }

    public byte[] Select() => BerTlv.Build(
        EmvTag.Fci,
        BerTlv.Build(EmvTag.DfName, aid),
        BerTlv.Build(EmvTag.FciProprietary, BerTlv.Build(CardTag.MaxBlockLength, [LongestBlock])));

    public void Reset()
    {
        channel.Close();
        _target = null;
    }

    public CardAnswer Process(CardCommand command)
    {
        if (command is { Cla: Ins.Proprietary, Ins: Ins.InitializeUpdate })
        {
            Reset();
            return channel.InitializeUpdate(command);
        }

        if (channel.IsOpen)
        {
            return channel.Unwrap(command) is { } plain ? ProcessSecured(plain) : Broken(command);
        }

        if (command is { Cla: Ins.Secured, Ins: Ins.ExternalAuthenticate })
        {
            return channel.ExternalAuthenticate(command);
        }

        channel.Close();
        return command switch
        {
            { Cla: 0 or Ins.Proprietary, Ins: Ins.GetData } => GetData(command),
            { Cla: Ins.Proprietary or Ins.Secured, Ins: Ins.Install or Ins.StoreData } => Sw.SecurityStatus,
            { Cla: 0 or Ins.Proprietary } => Sw.WrongInstruction,
            { Cla: Ins.Secured } => Sw.SecurityStatus,
            _ => Sw.WrongClass,
        };
    }

    private static CardAnswer Broken(CardCommand command) =>
        command.Cla == Ins.Secured ? Sw.SecureMessagingWrong : Sw.SecurityStatus;

    private CardAnswer ProcessSecured(CardCommand command) => command.Ins switch
    {
        Ins.GetData => GetData(command),
        Ins.Install => Install(command),
        Ins.StoreData => StoreData(command),
        _ => Sw.WrongInstruction,
    };

    private CardAnswer GetData(CardCommand command) => (uint)((command.P1 << 8) | command.P2) switch
    {
        EmvTag.Cplc => CardAnswer.With(BerTlv.Build(EmvTag.Cplc, blank.Cplc(serial))),
        EmvTag.CardData => CardAnswer.With(RecognitionData()),
        _ => Sw.ReferencedDataNotFound,
    };

    private CardAnswer Install(CardCommand command)
    {
        if (command is not { P1: Ins.ForPersonalization, P2: 0 })
        {
            return Sw.WrongParameters;
        }

        var data = command.Data.Span;
        var length = data.Length - AidAt - EmptyFields;
        if (length < 0 || data[0] != 0 || data[1] != 0 || data[2] != length
            || data[^EmptyFields..].ContainsAnyExcept((byte)0))
        {
            return Sw.WrongData;
        }

        var name = data.Slice(AidAt, length).ToArray();
        var found = Array.Find(applets, a => a.Aid.AsSpan().SequenceEqual(name));
        if (found is null || found.Personalised)
        {
            return found is null ? Sw.ReferencedDataNotFound : Sw.ConditionsNotSatisfied;
        }

        (_target, _reader, _nextBlock) = (found, new DgiReader(), 0);
        return CardAnswer.With([0]);
    }

    private CardAnswer StoreData(CardCommand command)
    {
        if (_target is not { Personalised: false } target)
        {
            return Sw.ConditionsNotSatisfied;
        }

        var encrypted = (command.P1 & Ins.EncryptedBlock) == Ins.EncryptedBlock;
        var rest = command.P1 & ~(Ins.LastBlock | Ins.DgiFormat | (encrypted ? Ins.EncryptedBlock : 0));
        if (rest != 0 || command.P2 != (byte)_nextBlock)
        {
            return Sw.WrongParameters;
        }

        if (MemoryFails)
        {
            return Sw.MemoryFailure;
        }

        _nextBlock++;
        StoredBlocks++;
        if (_reader.Add(command.Data.Span) is not { } groups)
        {
            return Sw.NotEnoughMemory;
        }

        foreach (var group in groups)
        {
            var value = encrypted ? channel.DecipherSensitive(group.Value.Span) : group.Value.ToArray();
            var stored = value is null ? Sw.WrongData : target.Store(group.Tag, value, encrypted);
            if (stored != Sw.Success)
            {
                return stored;
            }
        }

        return (command.P1 & Ins.LastBlock) == 0 ? Sw.Success : _reader.Complete ? target.Finish() : Sw.WrongData;
    }

    /// <summary>GlobalPlatform 2.3, secure channel protocol 03 with the parameter of this card.</summary>
    private static byte[] RecognitionData() => BerTlv.Build(
        EmvTag.CardData,
        BerTlv.Build(
            CardTag.RecognitionData,
            Oid("2A864886FC6B01"),
            BerTlv.Build(CardTag.GlobalPlatformVersion, Oid("2A864886FC6B02020301")),
            BerTlv.Build(CardTag.IdentificationScheme, Oid("2A864886FC6B03")),
            BerTlv.Build(CardTag.SecureChannel, Oid("2A864886FC6B040310"))));

    private static byte[] Oid(string hex) => BerTlv.Build(CardTag.Oid, Convert.FromHexString(hex));
}
