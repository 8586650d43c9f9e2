using System.Collections.ObjectModel;
using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>Parts of a card's RSA key for the Chinese remainder theorem.</summary>
public enum CrtPart
{
    /// <summary>q^-1 mod p.</summary>
    InverseQ,

    /// <summary>d mod (q-1).</summary>
    ExponentQ,

    /// <summary>d mod (p-1).</summary>
    ExponentP,
    Q,
    P,
}

/// <summary>How a card system wants a secret DGI filled to whole cipher blocks.</summary>
public enum DgiPadding
{
    /// <summary>Must fit already.</summary>
    None,

    /// <summary>Zeros up to whole blocks, none when it fits.</summary>
    Zeros,

    /// <summary>80 and zeros, always at least one byte.</summary>
    Iso,

    /// <summary>80 and FF, always at least one byte.</summary>
    IsoOnes,
}

/// <summary>Which grouping carries which part, in which order, and how it is filled: profile data.</summary>
public sealed record CrtLayout(
    ReadOnlyCollection<(ushort Dgi, CrtPart Part)> Order, DgiPadding Padding, int BlockSize)
{
    /// <summary>8201 to 8205 as most cards take them, in order, for 3DES.</summary>
    public static CrtLayout Usual { get; } = new(
        Enum.GetValues<CrtPart>().Select(part => ((ushort)(First + (int)part), part)).ToList().AsReadOnly(),
        DgiPadding.None,
        8);

    private static int First => DgiTag.IccKeyFirst;
}

/// <summary>Builds the secret groupings of a card's RSA key; still to be enciphered under the card's DEK.</summary>
public static class IccKeyParts
{
    private const byte PadStart = 128;

    /// <summary>The values are clear key parts: the caller zeroes them by <see cref="Zero"/>.</summary>
    public static IReadOnlyList<Dgi> Build(RsaPrivateKey key, CrtLayout layout) =>
        [.. layout.Order.Select(line => Group(line.Dgi, key.Part(line.Part), layout))];

    public static void Zero(IEnumerable<Dgi> groups)
    {
        foreach (var group in groups)
        {
            var owned = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(group.Value, out var bytes);
            InvariantException.Require(owned, "key parts stand in arrays");
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static Dgi Group(ushort tag, byte[] part, CrtLayout layout)
    {
        var padded = Pad(part, layout);
        if (padded != part)
        {
            CryptographicOperations.ZeroMemory(part);
        }

        return new Dgi(tag, padded);
    }

    private static byte[] Pad(byte[] part, CrtLayout layout)
    {
        var over = part.Length % layout.BlockSize;
        var always = layout.Padding is DgiPadding.Iso or DgiPadding.IsoOnes;
        InvariantException.Require(over == 0 || layout.Padding != DgiPadding.None, "the part is no whole blocks");
        if (over == 0 && !always)
        {
            return part;
        }

        var padded = new byte[part.Length - over + layout.BlockSize];
        part.CopyTo(padded, 0);
        if (layout.Padding == DgiPadding.IsoOnes)
        {
            padded.AsSpan(part.Length).Fill(byte.MaxValue);
        }

        if (always)
        {
            padded[part.Length] = PadStart;
        }

        return padded;
    }
}
