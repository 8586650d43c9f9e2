namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>What is wrong with a chip, or how little it holds.</summary>
public sealed record ChipFlaws
{
    public static ChipFlaws None { get; } = new();

    /// <summary>Every STORE DATA ends in 6581.</summary>
    public bool MemoryFails { get; init; }

    /// <summary>Bytes of data that all applets together hold; more is 6A84.</summary>
    public int Memory { get; init; } = 16 * 1024;

    /// <summary>The cryptogram in the INITIALIZE UPDATE answer is wrong.</summary>
    public bool WrongCryptogram { get; init; }

    /// <summary>SCP03 commands without data are not counted, as some real cards do it.</summary>
    public bool CounterSkipsEmpty { get; init; }

    /// <summary>The CPLC names another serial number and dates that no calendar has.</summary>
    public bool CplcLies { get; init; }

    /// <summary>Entries in one GET STATUS answer.</summary>
    public int EntriesPerAnswer { get; init; } = 8;

    /// <summary>
    /// STORE DATA, counted from 1, in which power goes: it is not executed, and the card forgets its channel.
    /// </summary>
    public int? PowerFailsAt { get; init; }
}
