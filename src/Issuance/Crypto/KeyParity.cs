using System.Numerics;

namespace KioskSuite.Issuance.Crypto;

/// <summary>DES keys carry one parity bit per byte, odd; ciphers ignore it.</summary>
public static class KeyParity
{
    /// <summary>Sets each byte's last bit so that its ones are odd.</summary>
    public static void SetOdd(Span<byte> key)
    {
        foreach (ref var b in key)
        {
            if (BitOperations.PopCount(b) % 2 == 0)
            {
                b ^= 1;
            }
        }
    }
}
