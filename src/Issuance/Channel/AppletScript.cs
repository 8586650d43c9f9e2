using System.Security.Cryptography;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Issuance.Channel;

/// <summary>Applets' data as plain commands for a channel.</summary>
/// <remarks>
/// Per applet: INSTALL [for personalization] (80 E6 20 00, data 00 00 len AID 00 00 00, Le 00), then STORE DATA (80 E2;
/// Le only where answers carry a MAC) with block numbers from 00. Each grouping starts a new block; one longer than the
/// channel takes goes on in the next. P1 is 00 for clear groupings, 60 for encrypted ones, whose identifier and length
/// stay clear; bit 80 marks the applet's last block, after which it is personalised.
/// </remarks>
public static class AppletScript
{
    private const byte PadStart = 128;

    /// <summary>Plain APDUs in their order, to be wrapped one by one. The owner zeroes them.</summary>
    /// <param name="applet">What to write.</param>
    /// <param name="session">After EXTERNAL AUTHENTICATE, which decides how much a block takes.</param>
    public static IReadOnlyList<byte[]> Of(PreparedApplet applet, SecureChannelSession session)
    {
        var script = new List<byte[]> { GlobalPlatformFrames.InstallForPersonalisation(applet.Aid) };
        var answered = session.Level.HasFlag(SecurityLevel.ResponseMac);
        var number = 0;
        for (var i = 0; i < applet.Groups.Count; i++)
        {
            var group = applet.Groups[i];
            var blocks = Build(group, session).Chunk(session.MaxPlain).ToList();
            for (var j = 0; j < blocks.Count; j++)
            {
                var last = i == applet.Groups.Count - 1 && j == blocks.Count - 1;
                script.Add(GlobalPlatformFrames.StoreData(number++, last, group.Encrypted, blocks[j], answered));
            }
        }

        return script;
    }

    /// <summary>The grouping as it is cut into blocks: an encrypted one is padded by its own rule first.</summary>
    private static byte[] Build(PreparedGroup group, SecureChannelSession session)
    {
        if (!group.Encrypted)
        {
            return group.Build();
        }

        var padded = Pad(group, session.BlockSize);
        var built = new Dgi(group.Dgi, session.EncryptSensitive(padded)).Build();
        CryptographicOperations.ZeroMemory(padded);
        return built;
    }

    private static byte[] Pad(PreparedGroup group, int block)
    {
        var rest = group.Value.Length % block;
        if (group.Padding == GroupPadding.None || (group.Padding == GroupPadding.WhenNeeded && rest == 0))
        {
            return [.. group.Value];
        }

        var padded = new byte[group.Value.Length - rest + block];
        padded.AsSpan(group.Value.Length).Fill(
            group.Padding == GroupPadding.FilledWithOnes ? byte.MaxValue : (byte)0);
        padded[group.Value.Length] = PadStart;
        group.Value.CopyTo(padded, 0);
        return padded;
    }
}
