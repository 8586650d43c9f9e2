namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// INSTALL [for personalization] and STORE DATA: the security domain takes groupings apart and hands them on.
/// </summary>
internal sealed class Personaliser(Applet[] applets, CardChannel channel, ChipFlaws flaws)
{
    private const int AidAt = 3;
    private const int EmptyFields = 3;
    private Applet? _target;
    private DgiReader _reader = new();
    private int _nextBlock;

    /// <summary>STORE DATA commands executed since the card was made.</summary>
    public int StoredBlocks { get; private set; }

    /// <summary>Power went or the channel broke: what was being written stays half written.</summary>
    public void Forget() => _target = null;

    public CardAnswer Install(CardCommand command)
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

    public CardAnswer StoreData(CardCommand command)
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

        if (flaws.MemoryFails)
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
            var stored = value is null ? Sw.WrongData
                : applets.Sum(a => a.Size) + value.Length > flaws.Memory ? Sw.NotEnoughMemory
                : target.Store(group.Tag, value, encrypted);
            if (stored != Sw.Success)
            {
                return stored;
            }
        }

        return (command.P1 & Ins.LastBlock) == 0 ? Sw.Success : _reader.Complete ? target.Finish() : Sw.WrongData;
    }
}
