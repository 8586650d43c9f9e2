using System.Security.Cryptography;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>What a security domain tells before a channel is open.</summary>
/// <param name="Aid">AID of the domain; enters the pseudo-random challenge.</param>
/// <param name="DiversificationData">10 bytes.</param>
/// <param name="Scp02Options">Parameter i of channels under 3DES keys.</param>
/// <param name="Scp03Options">Parameter i of channels under AES keys.</param>
internal sealed record ChannelIdentity(byte[] Aid, byte[] DiversificationData, byte Scp02Options, byte Scp03Options)
{
    public override string ToString() => "channel identity";
}

/// <summary>
/// The card's side of its secure channels: the version that the host names, or the first, decides keys and protocol.
/// </summary>
internal sealed class CardChannel(KeyStore keys, ChannelIdentity identity, ChipFlaws flaws)
{
    private const int LongestData = 255;
    private const int Scp02Challenge = 8;
    private const byte Scp02 = 2;
    private const byte Scp03 = 3;
    private KeySet? _set;
    private CardSession? _session;

    /// <summary>True between a good EXTERNAL AUTHENTICATE and the first refused command, reset or SELECT.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Algorithm of the open channel's keys.</summary>
    public bool IsAes => _set is { IsAes: true };

    public CardAnswer InitializeUpdate(CardCommand command)
    {
        Close();
        if (keys.Find(command.P1) is not { } set || command.P2 != 0)
        {
            return Sw.ReferencedDataNotFound;
        }

        var size = set.IsAes ? Scp03CardSession.ChallengeSize(identity.Scp03Options) : Scp02Challenge;
        if (command.Data.Length != size)
        {
            return Sw.WrongLength;
        }

        if (set.TriesLeft == 0)
        {
            return Sw.MethodBlocked;
        }

        (_set, _session) = (set, set.IsAes ? BeginScp03(set, command) : BeginScp02(set, command));
        return CardAnswer.With(Answer(set, _session));
    }

    /// <summary>A wrong cryptogram or MAC uses up a try; after the last one the key set is locked for ever.</summary>
    public CardAnswer ExternalAuthenticate(CardCommand command)
    {
        var (set, session) = (_set, _session);
        Close();
        if (set is null || session is null)
        {
            return Sw.ConditionsNotSatisfied;
        }

        if (command.Data.Length != 2 * session.MacSize)
        {
            return Sw.WrongLength;
        }

        if (!session.Offers(command.P1) || command.P2 != 0)
        {
            return Sw.WrongParameters;
        }

        set.TakeTry();
        var cryptogram = command.Data.Span[..session.MacSize];
        if (!CryptographicOperations.FixedTimeEquals(cryptogram, session.HostCryptogram))
        {
            return Sw.AuthenticationFailed;
        }

        if (!session.VerifyMac(command))
        {
            return Sw.SecureMessagingWrong;
        }

        set.Forgive();
        if (!set.IsAes)
        {
            set.CountSequence();
        }

        session.Level = command.P1;
        (_set, _session, IsOpen) = (set, session, true);
        return Sw.Success;
    }

    /// <summary>Checks and deciphers; anything wrong closes the channel.</summary>
    public CardCommand? Unwrap(CardCommand command)
    {
        if (IsOpen && _session is { } session && command.Cla == Ins.Secured
            && command.Data.Length >= session.MacSize && command.Data.Length <= LongestData
            && session.Unwrap(command) is { } plain)
        {
            return plain;
        }

        Close();
        return null;
    }

    public CardAnswer Protect(CardCommand plain, CardAnswer answer) =>
        _session is { } session ? answer with { Data = session.Protect(plain, answer) } : answer;

    /// <summary>Value of an encrypted grouping or key, with its padding; null for no whole blocks.</summary>
    public byte[]? DecipherSensitive(ReadOnlySpan<byte> value) => _session?.DecipherSensitive(value);

    public void Close() => (_set, _session, IsOpen) = (null, null, false);

    private Scp02CardSession BeginScp02(KeySet set, CardCommand command) => new Scp02CardSession(
        set.Keys,
        command.Data.Span,
        [(byte)(set.Sequence >> 8), (byte)set.Sequence],
        Terms(set, identity.Scp02Options));

    private Scp03CardSession BeginScp03(KeySet set, CardCommand command)
    {
        var terms = Terms(set, identity.Scp03Options);
        var session = new Scp03CardSession(set.Keys, command.Data.Span, Sequence(set), terms);
        set.CountSequence();
        return session;
    }

    /// <summary>A challenge that no channel of this card had before.</summary>
    private SessionTerms Terms(KeySet set, byte options)
    {
        set.Begun++;
        byte[] seed = [.. identity.DiversificationData, set.Version, (byte)(set.Begun >> 8), (byte)set.Begun];
        return new SessionTerms(options, identity.Aid, SHA256.HashData(seed), flaws.CounterSkipsEmpty);
    }

    private byte[] Answer(KeySet set, CardSession session)
    {
        byte[] head = [.. identity.DiversificationData, set.Version];
        var cryptogram = session.CardCryptogram;
        if (flaws.WrongCryptogram)
        {
            cryptogram = [.. cryptogram.Select(b => (byte)~b)];
        }

        var options = identity.Scp03Options;
        byte[] counter = (options & Scp.PseudoRandom) != 0 ? Sequence(set, before: 1) : [];
        return set.IsAes
            ? [.. head, Scp03, options, .. session.CardChallenge, .. cryptogram, .. counter]
            : [.. head, Scp02, .. session.CardChallenge, .. cryptogram];
    }

    private static byte[] Sequence(KeySet set, int before = 0)
    {
        var number = set.Sequence - before;
        return [(byte)(number >> 16), (byte)(number >> 8), (byte)number];
    }
}
