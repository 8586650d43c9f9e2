using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Identity.Liveness;

/// <summary>What one try asks, and in which order. Nobody can know it before its nonce is drawn.</summary>
public sealed record LivenessPlan(IReadOnlyList<LivenessStep> Steps, IReadOnlyList<FlashColour> Colours)
{
    public const int NonceBytes = 16;
    private const int StreamBytes = 255;

    /// <summary>
    /// The plan of a nonce of <see cref="NonceBytes"/> random bytes; the same nonce gives the same plan.
    /// </summary>
    /// <remarks>HKDF-SHA-256 (RFC 5869) of the nonce; draws reject the bytes that would favour some orders.</remarks>
    public static LivenessPlan Of(ReadOnlySpan<byte> nonce)
    {
        InvariantException.Require(nonce.Length == NonceBytes, "a nonce has 16 bytes");
        Span<byte> stream = stackalloc byte[StreamBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, nonce, stream, [], "liveness plan 1"u8);
        var taken = 0;
        LivenessStep[] steps = [LivenessStep.TurnLeft, LivenessStep.TurnRight, LivenessStep.Flash];
        var colours = Enum.GetValues<FlashColour>();
        Shuffle(steps.AsSpan(), stream, ref taken);
        Shuffle(colours.AsSpan(), stream, ref taken);
        return new(steps, colours);
    }

    /// <summary>Fisher and Yates' shuffle.</summary>
    private static void Shuffle<T>(Span<T> items, ReadOnlySpan<byte> stream, ref int taken)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Below(last + 1, stream, ref taken);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>A byte is rejected once in 64 at worst; 255 never run out for seven draws.</summary>
    private static int Below(int count, ReadOnlySpan<byte> stream, ref int taken)
    {
        var fair = 256 - (256 % count);
        while (stream[taken] >= fair)
        {
            taken++;
        }

        return stream[taken++] % count;
    }
}
