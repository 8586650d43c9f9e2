using KioskSuite.Devices;

namespace KioskSuite.Jobs.Issue;

/// <summary>When a spoilt card is tried again on another blank, after the first is void and in the bin.</summary>
internal static class NewBlank
{
    /// <summary>The first blank and two new ones; then staff.</summary>
    public const int MostBlanks = 3;

    /// <summary>
    /// Faults of the one card. A wrong stock, a chip whose cryptogram is another's, a jam or an empty ribbon would
    /// spoil the next blank too.
    /// </summary>
    public static bool MayHelp(StepFailed e) => e.Problem == Problem.NotProved || e.Fault
        is DeviceFault.ChipMute or DeviceFault.ChipRefused or DeviceFault.ChipRemoved or DeviceFault.CheckFailed
        or DeviceFault.StripeWriteFailed or DeviceFault.StripeReadBackDiffers;
}
