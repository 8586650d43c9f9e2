using KioskSuite.Devices;

namespace KioskSuite.Identity.Liveness;

/// <summary>What one try asks, and in which order. Nobody can know it before its nonce is drawn.</summary>
public sealed record LivenessPlan(IReadOnlyList<LivenessStep> Steps, IReadOnlyList<FlashColour> Colours)
{
    public const int NonceBytes = 16;

    /// <summary>The plan of a nonce of <see cref="NonceBytes"/> random bytes; the same nonce gives the same plan.</summary>
    public static LivenessPlan Of(ReadOnlySpan<byte> nonce)
    {
        InvariantException.Require(nonce.Length == NonceBytes, "a nonce has 16 bytes");
        throw new InvariantException("not built");
    }
}
