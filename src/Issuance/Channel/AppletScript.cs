using System.Runtime.InteropServices;
using System.Security.Cryptography;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Channel;

/// <summary>How the value of an encrypted grouping is filled to whole cipher blocks; cards differ.</summary>
public enum DgiPadding
{
    /// <summary>Not at all: the value must be whole blocks.</summary>
    None,

    /// <summary>80 and zeros, always at least one byte (ISO/IEC 9797-1 method 2).</summary>
    Method2,

    /// <summary>The same, but only where the value is not whole blocks.</summary>
    Method2WhenNeeded,

    /// <summary>80 and FF, a whole block of it where the value is whole blocks: some applets' RSA groupings.</summary>
    FilledWithOnes,
}

/// <summary>A data grouping and how it travels.</summary>
/// <param name="Group">Identifier and clear value.</param>
/// <param name="Encrypted">Its value is enciphered under the channel's data encryption key.</param>
/// <param name="Padding">Of an encrypted value.</param>
public sealed record StoredGroup(Dgi Group, bool Encrypted = false, DgiPadding Padding = DgiPadding.None)
{
    public override string ToString() => Group.ToString();

    /// <summary>The grouping as it is cut into blocks.</summary>
    internal byte[] Build(SecureChannelSession session)
    {
        if (!Encrypted)
        {
            return Group.Build();
        }

        var padded = Pad(Group.Value.Span, session.BlockSize);
        var built = new Dgi(Group.Tag, session.EncryptSensitive(padded)).Build();
        CryptographicOperations.ZeroMemory(padded);
        return built;
    }

    private byte[] Pad(ReadOnlySpan<byte> value, int block)
    {
        var rest = value.Length % block;
        if (Padding == DgiPadding.None || (Padding == DgiPadding.Method2WhenNeeded && rest == 0))
        {
            return value.ToArray();
        }

        var padded = new byte[value.Length - rest + block];
        padded.AsSpan(value.Length).Fill(Padding == DgiPadding.FilledWithOnes ? byte.MaxValue : (byte)0);
        padded[value.Length] = PadStart;
        value.CopyTo(padded);
        return padded;
    }

    private const byte PadStart = 128;
}

/// <summary>One applet's personalisation data.</summary>
public sealed record AppletData(ReadOnlyMemory<byte> Aid, IReadOnlyList<StoredGroup> Groups)
{
    public override string ToString() => $"applet, {Groups.Count} groupings";

    /// <summary>Zeroes the values that were to be encrypted.</summary>
    internal void ZeroSecrets()
    {
        foreach (var group in Groups.Where(g => g.Encrypted))
        {
            MemoryMarshal.AsMemory(group.Group.Value).Span.Clear();
        }
    }
}

/// <summary>Applets' data as plain commands for a channel.</summary>
/// <remarks>
/// Per applet: INSTALL [for personalization] (80 E6 20 00, data 00 00 len AID 00 00 00, Le 00), then STORE DATA (80 E2;
/// Le only where answers carry a MAC) with block numbers from 00. Each grouping starts a new block; one longer than the
/// channel takes goes on in the next. P1 is 00 for clear groupings, 60 for encrypted ones, whose identifier and length
/// stay clear; bit 80 marks the applet's last block, after which it is personalised.
/// </remarks>
public static class AppletScript
{
    /// <summary>Plain APDUs in their order, to be wrapped one by one. The owner zeroes them.</summary>
    /// <param name="applet">What to write.</param>
    /// <param name="session">After EXTERNAL AUTHENTICATE, which decides how much a block takes.</param>
    public static IReadOnlyList<byte[]> Of(AppletData applet, SecureChannelSession session)
    {
        var script = new List<byte[]> { GlobalPlatformFrames.InstallForPersonalisation(applet.Aid.Span) };
        var answered = session.Level.HasFlag(SecurityLevel.ResponseMac);
        var number = 0;
        for (var i = 0; i < applet.Groups.Count; i++)
        {
            var group = applet.Groups[i];
            var blocks = group.Build(session).Chunk(session.MaxPlain).ToList();
            for (var j = 0; j < blocks.Count; j++)
            {
                var last = i == applet.Groups.Count - 1 && j == blocks.Count - 1;
                script.Add(GlobalPlatformFrames.StoreData(number++, last, group.Encrypted, blocks[j], answered));
            }
        }

        return script;
    }
}
