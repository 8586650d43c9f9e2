using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Benchmarks.Chip;

/// <summary>A card that says yes to everything at once.</summary>
internal sealed class YesCard : ISlotCard
{
    private static readonly Task<byte[]> s_yes = Task.FromResult(Convert.FromHexString("9000"));

    public byte[] Atr { get; } = BlankKind.PbocDual80K.Atr();

    public void Reset()
    {
    }

    public Task<byte[]> AnswerAsync(ReadOnlyMemory<byte> command, CancellationToken stop) => s_yes;
}

/// <summary>The slot with a simulated blank in it, which can be a new one without being taken out.</summary>
internal sealed class BlankCard : ISlotCard
{
    private volatile SimulatedChip _chip = Sample.Blank();

    public byte[] Atr => _chip.Atr;

    public void Renew() => _chip = Sample.Blank();

    public void Reset() => _chip.Reset();

    public Task<byte[]> AnswerAsync(ReadOnlyMemory<byte> command, CancellationToken stop) =>
        Task.FromResult(_chip.Transmit(command));
}
