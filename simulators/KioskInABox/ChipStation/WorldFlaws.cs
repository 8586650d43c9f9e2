using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>What the world's faults mean for a chip that is made now.</summary>
internal static class WorldFlaws
{
    private const int SmallMemory = 128;

    /// <param name="world">Its faults.</param>
    /// <param name="powerFailsAt">The STORE DATA, counted from 1, in which power goes.</param>
    public static ChipFlaws OfChip(World.World world, int powerFailsAt) => new()
    {
        MemoryFails = world.Has(Fault.MemoryFailure),
        Memory = world.Has(Fault.ChipFull) ? SmallMemory : ChipFlaws.None.Memory,
        WrongCryptogram = world.Has(Fault.WrongCryptogram),
        CounterSkipsEmpty = world.Has(Fault.ChipCounter),
        CplcLies = world.Has(Fault.CplcLies),
        PowerFailsAt = world.Has(Fault.ChipPowerLoss) ? powerFailsAt : null,
    };

    /// <summary>What is wrong with every card once it is personalised.</summary>
    public static PaymentFlaws OfPayment(World.World world) => new()
    {
        WrongCryptogram = world.Has(Fault.ChipCryptogram),
        WrongSignature = world.Has(Fault.ChipSignature),
        NoCombinedSignature = world.Has(Fault.ChipNoCda),
        Swap = SwapOf(world),
        AipLies = world.Has(Fault.ChipAipLies),
        CounterStuck = world.Has(Fault.ChipAtcStuck),
        LogUsed = world.Has(Fault.ChipLogUsed),
    };

    private static KeySwap SwapOf(World.World world) =>
        world.Has(Fault.ChipKeysSwapped) ? KeySwap.CryptogramAndMac
        : world.Has(Fault.ChipMacEncSwapped) ? KeySwap.MacAndEncryption : KeySwap.None;
}
