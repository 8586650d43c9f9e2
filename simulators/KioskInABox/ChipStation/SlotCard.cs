namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>What stands in a contact slot: a card with power, or something that only pretends to be one.</summary>
public interface ISlotCard
{
    /// <summary>ATR; asked for at any time.</summary>
    byte[] Atr { get; }

    /// <summary>Power off, power on or reset.</summary>
    void Reset();

    /// <summary>Executes a command of two bytes or more and gives the answer, now or much later.</summary>
    /// <param name="command">The command's bytes.</param>
    /// <param name="stop">The card was taken out or the other end closed.</param>
    Task<byte[]> AnswerAsync(ReadOnlyMemory<byte> command, CancellationToken stop);
}

/// <summary>A chip in a slot, with what may happen between the execution of a command and its answer.</summary>
/// <param name="chip">The chip.</param>
/// <param name="beforeAnswer">May hold the answer back.</param>
/// <param name="over">Contacts, or an antenna.</param>
internal sealed class ChipInSlot(
    SimulatedChip chip,
    Func<SimulatedChip, CancellationToken, Task> beforeAnswer,
    CardInterface over = CardInterface.Contact) : ISlotCard
{
    public byte[] Atr => over == CardInterface.Contact ? chip.Atr : chip.AntennaAtr;

    public void Reset() => chip.Reset(over);

    public async Task<byte[]> AnswerAsync(ReadOnlyMemory<byte> command, CancellationToken stop)
    {
        var answer = chip.Transmit(command, over);
        await beforeAnswer(chip, stop);
        return answer;
    }
}
