using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// An application instance that waits on the blank and is filled by STORE DATA: a directory or a payment.
/// </summary>
internal sealed class Applet(byte[] aid, bool pays)
{
    private const int MostGroups = 64;
    private const byte UsualTries = 3;
    private readonly Dictionary<ushort, byte[]> _groups = [];

    public byte[] Aid { get; } = aid;

    /// <summary>
    /// True once the last block came and everything needed was there; afterwards nothing can be stored.
    /// </summary>
    public bool Personalised { get; private set; }

    /// <summary>What goes wrong after personalisation.</summary>
    public PaymentFlaws Flaws { get; set; } = PaymentFlaws.None;

    /// <summary>Locked by SET STATUS: it cannot be selected.</summary>
    public bool Locked { get; set; }

    /// <summary>Life cycle as GET STATUS says it.</summary>
    public byte State =>
        (byte)((Personalised ? LifeCycle.Personalised : LifeCycle.Selectable)
            | (Locked ? LifeCycle.LockedApplication : 0));

    /// <summary>Bytes of data it holds.</summary>
    public int Size => _groups.Values.Sum(value => value.Length);

    /// <summary>What a payment does with a terminal; null for a directory.</summary>
    public Payment? Payment { get; private set; }

    /// <summary>
    /// The FCI of an interface (DGI 9102 and 9103); 6283 with a blocked application, 6A82 without data for it.
    /// </summary>
    public CardAnswer Select(CardInterface over)
    {
        var group = over == CardInterface.Contact ? DgiTag.SelectContact : DgiTag.SelectContactless;
        if (!_groups.TryGetValue(group, out var found) || (pays && over == CardInterface.Contactless && !CanTap))
        {
            return Sw.NotFound;
        }

        Payment?.Select(over);
        var fci = found is [(byte)EmvTag.Fci, ..] ? found
            : BerTlv.Build(EmvTag.Fci, BerTlv.Build(EmvTag.DfName, Aid), found);
        return new CardAnswer(fci, Payment is { Blocked: true } ? EmvSw.Blocked : Sw.Success);
    }

    public CardAnswer Process(CardCommand command) => (command, Payment) switch
    {
        ({ Cla: 0, Ins: Ins.ReadRecord }, _) => ReadRecord(command.P1, command.P2),
        (_, { } payment) => payment.Process(command),
        ({ Cla: 0 or Ins.Proprietary }, _) => Sw.WrongInstruction,
        _ => Sw.WrongClass,
    };

    public ushort Store(ushort tag, byte[] value, bool encrypted)
    {
        if (!GroupShape.IsKnown(tag))
        {
            return Sw.ReferencedDataNotFound;
        }

        if (!GroupShape.Fits(tag, value) || encrypted != GroupShape.IsSecret(tag))
        {
            return Sw.WrongData;
        }

        if (_groups.Count == MostGroups)
        {
            return Sw.NotEnoughMemory;
        }

        _groups[tag] = value;
        return Sw.Success;
    }

    /// <summary>Makes the instance usable, or says what is missing.</summary>
    public ushort Finish()
    {
        if (!_groups.TryGetValue(DgiTag.SelectContact, out var select))
        {
            return Sw.ConditionsNotSatisfied;
        }

        if (pays)
        {
            BerTlv[] records = [.. Records().SelectMany(r => BerTlv.Parse(r).Value)];
            var (status, data) = PaymentData.Read(_groups, records, Flaws);
            if (data is null)
            {
                return status;
            }

            var log = Log(BerTlv.Parse(select).Value);
            if (Flaws.LogUsed)
            {
                log?.AddForeign();
            }

            Payment = new Payment(data, new PaymentMemory(Pin(), log, Flaws.CounterStuck), Flaws);
        }

        Personalised = true;
        return Sw.Success;
    }

    private bool CanTap => _groups.ContainsKey(EmvObject.OptionsContactless);

    private CardAnswer ReadRecord(byte record, byte reference)
    {
        var sfi = reference >> 3;
        if ((reference & 7) != Ins.RecordBySfi || sfi == 0 || record == 0)
        {
            return Sw.WrongParameters;
        }

        return Payment?.ReadLog(sfi, record)
            ?? (Payment is { } payment && !payment.Shows(sfi, record) ? Sw.RecordNotFound
                : _groups.TryGetValue(DgiTag.Record(sfi, record), out var found) ? CardAnswer.With(found)
                : _groups.Keys.Any(tag => tag >> 8 == sfi) ? Sw.RecordNotFound
                : Sw.NotFound);
    }

    private OfflinePin Pin()
    {
        var tries = _groups.GetValueOrDefault(CardTag.PinTryLimit, [UsualTries, UsualTries]);
        var block = _groups.TryGetValue(EmvObject.PinBlockGroup, out var padded)
            ? SecretValue.Cut(padded, Emv.PinBlockLength)
            : null;
        return new OfflinePin(block, Flaws.PinBlocked ? (byte)0 : tries[0], tries[1]);
    }

    private static TransactionLog? Log(IReadOnlyList<BerTlv> fci)
    {
        uint[] path = [EmvTag.FciProprietary, EmvTag.FciIssuerDiscretionary, EmvTag.LogEntry];
        return TransactionLog.Of(fci.FindPath(path) ?? fci.FindPath([EmvTag.Fci, .. path]));
    }

    private IEnumerable<byte[]> Records() => _groups.Where(g => GroupShape.IsRecord(g.Key)).Select(g => g.Value);
}
