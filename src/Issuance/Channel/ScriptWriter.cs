using System.Collections.ObjectModel;
using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.SecureChannel;

namespace KioskSuite.Issuance.Channel;

/// <summary>A whole wrapped script, and what its answers must say. Dispose zeroes the session keys.</summary>
public sealed class ChannelScript : IDisposable
{
    private const int Closing = 2;
    private readonly SecureChannelSession _session;
    private readonly IReadOnlyList<PreparedApplet> _applets;

    internal ChannelScript(
        SecureChannelSession session,
        IReadOnlyList<PreparedApplet> applets,
        ReadOnlyCollection<ScriptCommand> commands) =>
        (_session, _applets, Commands) = (session, applets, commands);

    public ReadOnlyCollection<ScriptCommand> Commands { get; }

    public ChannelKind Channel => _session.Channel;

    public SecurityLevel Level => _session.Level;

    /// <summary>
    /// Judges the answers of a whole run, once: as many as commands, each with its status word and, at levels that
    /// protect answers, its MAC; at the end the applets personalised and the card secured.
    /// </summary>
    /// <param name="answers">Data and status word of each command, in order.</param>
    /// <returns>One word for the first thing that is wrong, or null.</returns>
    public string? WhyNot(IReadOnlyList<ReadOnlyMemory<byte>> answers)
    {
        if (answers.Count != Commands.Count)
        {
            return "responses";
        }

        var plain = new List<ResponseApdu>(answers.Count);
        for (var i = 0; i < answers.Count; i++)
        {
            var answer = i == 0 ? ResponseApdu.Parse(answers[i]) : _session.Unwrap(answers[i]);
            if (!answer.Ok)
            {
                return answer.Failure!.Fault == DeviceFault.ChipNotGenuine ? "response-mac" : "responses";
            }

            if (((answer.Value.StatusWord ^ Commands[i].StatusWord) & Commands[i].Mask) != 0)
            {
                return "responses";
            }

            plain.Add(answer.Value);
        }

        return IsSecured(plain[^Closing].Data) && ArePersonalised(plain[^1].Data) ? null : "life-cycle";
    }

    public void Dispose() => _session.Dispose();

    public override string ToString() => $"{Channel} script, {Commands.Count} commands";

    private static bool IsSecured(ReadOnlyMemory<byte> data) =>
        CardRegistry.Parse(data) is { Ok: true, Value: [{ LifeCycle: (byte)CardLifeCycle.Secured }] };

    private bool ArePersonalised(ReadOnlyMemory<byte> data)
    {
        var entries = CardRegistry.Parse(data);
        return entries.Ok && _applets.All(applet => entries.Value.Any(
            e => e.LifeCycle == RegistryEntry.Personalised && e.Aid.Span.SequenceEqual(applet.Aid)));
    }
}

/// <summary>Central's side of a channel: from the card's answer to the whole wrapped script, in one go.</summary>
public static class ScriptWriter
{
    /// <summary>
    /// EXTERNAL AUTHENTICATE at the highest level that the chip offers, all applets, the card's life cycle to SECURED,
    /// and GET STATUS of both. The same input gives the same bytes.
    /// </summary>
    /// <param name="keys">Static keys of this card's security domain.</param>
    /// <param name="hostChallenge">The ticket's challenge; S8 uses the first 8 bytes, S16 the first 16.</param>
    /// <param name="answer">INITIALIZE UPDATE answer.</param>
    /// <param name="options">The stock's.</param>
    /// <param name="applets">The card's data; the caller keeps and disposes them.</param>
    /// <returns>The script, or <see cref="DeviceFault.ChipNotGenuine"/>.</returns>
    public static Outcome<ChannelScript> Write(
        StaticKeys keys,
        ReadOnlySpan<byte> hostChallenge,
        InitializeUpdateAnswer answer,
        ChannelOptions options,
        IReadOnlyList<PreparedApplet> applets)
    {
        var opened = SecureChannelSession.Open(keys, hostChallenge, answer, options);
        if (opened.Failure is { } failure)
        {
            return failure;
        }

        var session = opened.Value;
        var script = new List<ScriptCommand> { new(session.ExternalAuthenticate(session.Highest)) };
        foreach (var plain in applets.SelectMany(applet => AppletScript.Of(applet, session)).Concat(Close(session)))
        {
            script.Add(new ScriptCommand(session.Wrap(plain)));
            CryptographicOperations.ZeroMemory(plain);
        }

        return new ChannelScript(session, applets, script.AsReadOnly());
    }

    /// <summary>A card goes to SECURED by way of INITIALIZED, and never back.</summary>
    private static byte[][] Close(SecureChannelSession session)
    {
        var answered = session.Level.HasFlag(SecurityLevel.ResponseMac);
        return
        [
            GlobalPlatformFrames.SetCardStatus((byte)CardLifeCycle.Initialized, answered),
            GlobalPlatformFrames.SetCardStatus((byte)CardLifeCycle.Secured, answered),
            GlobalPlatformFrames.GetStatus(GlobalPlatformFrames.IssuerDomain),
            GlobalPlatformFrames.GetStatus(GlobalPlatformFrames.Applications),
        ];
    }
}
