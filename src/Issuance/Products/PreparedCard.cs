using System.Security.Cryptography;
using KioskSuite.Issuance.Terminal;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Products;

/// <summary>
/// A card's data as groupings, ready for any secure channel. Secret; dispose zeroes what is encrypted.
/// </summary>
/// <param name="Applets">In the order of their personalisation.</param>
public sealed record PreparedCard(IReadOnlyList<PreparedApplet> Applets) : IDisposable
{
    /// <summary>What a terminal must find: the first application.</summary>
    public ExpectedApplication Expected => Applets.Select(a => a.Expected).OfType<ExpectedApplication>().First();

    public void Dispose()
    {
        foreach (var group in Applets.SelectMany(a => a.Groups).Where(g => g.Encrypted))
        {
            CryptographicOperations.ZeroMemory(group.Value);
        }
    }

    public override string ToString() => "prepared card";
}

/// <summary>One applet and its groupings in order.</summary>
/// <param name="Expected">What a terminal must find by contact; null for a directory.</param>
public sealed record PreparedApplet(
    byte[] Aid, IReadOnlyList<PreparedGroup> Groups, ExpectedApplication? Expected = null)
{
    public override string ToString() => $"applet {Convert.ToHexString(Aid)}";
}

/// <summary>One grouping, still clear.</summary>
public sealed record PreparedGroup(ushort Dgi, byte[] Value, bool Encrypted, GroupPadding Padding)
{
    public PreparedGroup(ushort dgi, byte[] value)
        : this(dgi, value, Encrypted: false, GroupPadding.None)
    {
    }

    /// <summary>The grouping's bytes, not encrypted.</summary>
    public byte[] Build() => new Dgi(Dgi, Value).Build();

    public override string ToString() => $"DGI {Dgi:X4}, {Value.Length} bytes";
}
