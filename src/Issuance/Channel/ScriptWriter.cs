using System.Collections.ObjectModel;
using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.SecureChannel;

namespace KioskSuite.Issuance.Channel;

/// <summary>Central's side of a channel: from the card's answer to the whole wrapped script, in one go.</summary>
public static class ScriptWriter
{
    /// <summary>
    /// EXTERNAL AUTHENTICATE at C-MAC and C-ENC, then the wrapped personalisation of the debit product.
    /// </summary>
    /// <param name="keys">Static keys of this card's security domain.</param>
    /// <param name="hostChallenge">The ticket's challenge; S8 uses the first 8 bytes.</param>
    /// <param name="answer">INITIALIZE UPDATE answer.</param>
    /// <param name="application">The card's data.</param>
    /// <returns>The script, or <see cref="DeviceFault.ChipNotGenuine"/>.</returns>
    public static Outcome<ReadOnlyCollection<ScriptCommand>> Write(
        Scp03Keys keys,
        ReadOnlySpan<byte> hostChallenge,
        InitializeUpdateAnswer answer,
        DebitApplication application)
    {
        InvariantException.Require(hostChallenge.Length >= 8, "host challenge has at least 8 bytes");
        var opened = Scp03Session.Open(keys, hostChallenge[..8], answer);
        if (opened.Failure is { } failure)
        {
            return failure;
        }

        using var session = opened.Value;
        var script = new List<ScriptCommand> { new(session.ExternalAuthenticate(Scp03Session.LevelMacEnc)) };
        foreach (var plain in DebitProfile.Script(application, keys.Dek))
        {
            script.Add(new ScriptCommand(session.Wrap(plain)));
            CryptographicOperations.ZeroMemory(plain);
        }

        return script.AsReadOnly();
    }
}
