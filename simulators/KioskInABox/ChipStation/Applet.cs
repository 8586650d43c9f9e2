using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// An application instance that waits on the blank and is filled by STORE DATA: a directory or a payment.
/// </summary>
internal sealed class Applet(byte[] aid, bool pays)
{
    private const int MostGroups = 64;
    private const int KeySize = 16;
    private const int CheckSize = 3;
    private const int Keys = 3;
    private readonly Dictionary<ushort, byte[]> _groups = [];

    public byte[] Aid { get; } = aid;

    /// <summary>
    /// True once the last block came and everything needed was there; afterwards nothing can be stored.
    /// </summary>
    public bool Personalised { get; private set; }

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

    /// <summary>The FCI by contact (DGI 9102).</summary>
    public byte[] Select() => _groups[DgiTag.SelectContact] is [(byte)EmvTag.Fci, ..] whole
        ? whole
        : BerTlv.Build(EmvTag.Fci, BerTlv.Build(EmvTag.DfName, Aid), _groups[DgiTag.SelectContact]);

    public ushort Store(ushort tag, byte[] value, bool encrypted)
    {
        var known = tag >> 8 is >= CardTag.FirstRecordFile and <= CardTag.LastRecordFile || tag is DgiTag.SelectContact
            or DgiTag.SelectContactless or DgiTag.ProcessingOptions or DgiTag.Keys or DgiTag.KeyCheckValues
            or CardTag.PinTryLimit;
        if (!known)
        {
            return Sw.ReferencedDataNotFound;
        }

        if (!Fits(tag, value) || encrypted != (tag == DgiTag.Keys))
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
        if (!_groups.ContainsKey(DgiTag.SelectContact))
        {
            return Sw.ConditionsNotSatisfied;
        }

        if (pays)
        {
            if (!_groups.TryGetValue(DgiTag.Keys, out var keys)
                || !_groups.TryGetValue(DgiTag.KeyCheckValues, out var checks)
                || !_groups.TryGetValue(DgiTag.ProcessingOptions, out var options))
            {
                return Sw.ConditionsNotSatisfied;
            }

            if (!CheckValuesAgree(keys, checks))
            {
                return Sw.WrongData;
            }

            var tries = _groups.GetValueOrDefault(CardTag.PinTryLimit, [3, 3])[0];
            Payment = new Payment(keys[..KeySize], options, Select(), RecordTemplates(), tries);
        }

        Personalised = true;
        return Sw.Success;
    }

    public CardAnswer ReadRecord(byte record, byte reference)
    {
        if ((reference & 7) != Ins.RecordBySfi || reference >> 3 == 0 || record == 0)
        {
            return Sw.WrongParameters;
        }

        var sfi = reference >> 3;
        return _groups.TryGetValue(DgiTag.Record(sfi, record), out var found) ? CardAnswer.With(found)
            : _groups.Keys.Any(tag => tag >> 8 == sfi) ? Sw.RecordNotFound
            : Sw.NotFound;
    }

    private static bool Fits(ushort tag, byte[] value) => tag switch
    {
        DgiTag.Keys => value.Length == Keys * KeySize,
        DgiTag.KeyCheckValues => value.Length == Keys * CheckSize,
        CardTag.PinTryLimit => value.Length == 2,
        DgiTag.ProcessingOptions => BerTlv.Parse(value) is { Ok: true } both
            && both.Value.FindPath(EmvTag.Aip) is { Value.Length: 2 } && both.Value.FindPath(EmvTag.Afl) is not null,
        DgiTag.SelectContact or DgiTag.SelectContactless =>
            IsOne(value, EmvTag.FciProprietary) || IsOne(value, EmvTag.Fci),
        _ => IsOne(value, EmvTag.Record),
    };

    private static bool IsOne(byte[] value, uint tag) =>
        BerTlv.Parse(value) is { Ok: true, Value: { Count: 1 } objects } && objects[0].Tag == tag;

    /// <summary>A key whose halves are equal but for parity is single DES; no card takes it.</summary>
    private static bool CheckValuesAgree(byte[] keys, byte[] checks) =>
        keys.Chunk(KeySize).All(HalvesDiffer)
        && keys.Chunk(KeySize).SelectMany(key => KeyCheckValue.TripleDes(key)).SequenceEqual(checks);

    private static bool HalvesDiffer(byte[] key) =>
        Enumerable.Range(0, KeySize / 2).Any(i => key[i] >> 1 != key[i + KeySize / 2] >> 1);

    private IEnumerable<byte[]> RecordTemplates() =>
        _groups.Where(g => g.Key >> 8 is >= CardTag.FirstRecordFile and <= CardTag.LastRecordFile).Select(g => g.Value);
}
