using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>Static keys of a security domain, 16 bytes each.</summary>
internal sealed record CardKeys(byte[] Enc, byte[] Mac, byte[] Dek)
{
    /// <summary>
    /// The card's own keys from the issuer's card manager key and its diversification data (10 bytes).
    /// </summary>
    public static CardKeys Diversify(byte[] cardManagerKey, byte[] diversificationData) => new(
        Kdf3.Derive(cardManagerKey, diversificationData, 1),
        Kdf3.Derive(cardManagerKey, diversificationData, 2),
        Kdf3.Derive(cardManagerKey, diversificationData, 3));

    public override string ToString() => "card keys";
}

/// <summary>What a security domain tells before a channel is open.</summary>
/// <param name="Aid">AID of the domain; enters the pseudo-random challenge.</param>
/// <param name="DiversificationData">10 bytes.</param>
/// <param name="KeyVersion">Key version number.</param>
/// <param name="Options">SCP03 parameter i (Amendment D §5.1); 16 means a pseudo-random challenge.</param>
internal sealed record ChannelIdentity(byte[] Aid, byte[] DiversificationData, byte KeyVersion, byte Options);

/// <summary>
/// The card's side of SCP03 with 8-byte MACs and AES-128 (GlobalPlatform Amendment D 1.1.2), security level 03 only:
/// C-MAC and C-ENC. Written from the standard apart from the host's side, so that both cannot share one mistake.
/// </summary>
internal sealed class CardChannel(CardKeys keys, ChannelIdentity identity, int nextSequence = 1)
{
    private const int MacSize = 8;
    private const int ChallengeSize = 8;
    private const int BlockSize = 16;
    private const int CommandLevel = 3;
    private const int Tries = 10;
    private const int LongestData = 255;
    private int _sequence = nextSequence;
    private int _triesLeft = Tries;
    private ScpSession? _session;

    /// <summary>True between a good EXTERNAL AUTHENTICATE and the first refused command, reset or SELECT.</summary>
    public bool IsOpen { get; private set; }

    public CardAnswer InitializeUpdate(CardCommand command)
    {
        Close();
        if (command.Data.Length != ChallengeSize)
        {
            return Sw.WrongLength;
        }

        if ((command.P1 != 0 && command.P1 != identity.KeyVersion) || command.P2 != 0)
        {
            return Sw.ReferencedDataNotFound;
        }

        if (_triesLeft == 0)
        {
            return Sw.MethodBlocked;
        }

        byte[] sequence = [(byte)(_sequence >> 16), (byte)(_sequence >> 8), (byte)_sequence];
        _sequence++;
        _session = ScpSession.Derive(keys, command.Data.Span, [.. sequence, .. identity.Aid]);
        return CardAnswer.With(
        [
            .. identity.DiversificationData, identity.KeyVersion, 3, identity.Options,
            .. _session.CardChallenge, .. _session.CardCryptogram, .. sequence,
        ]);
    }

    /// <summary>A wrong cryptogram or MAC uses up a try; after the last one the domain is locked for ever.</summary>
    public CardAnswer ExternalAuthenticate(CardCommand command)
    {
        var session = _session;
        Close();
        if (session is null)
        {
            return Sw.ConditionsNotSatisfied;
        }

        if (command.Data.Length != 2 * MacSize)
        {
            return Sw.WrongLength;
        }

        if (command.P1 != CommandLevel || command.P2 != 0)
        {
            return Sw.WrongParameters;
        }

        var cryptogram = command.Data.Span[..MacSize];
        _triesLeft--;
        if (!CryptographicOperations.FixedTimeEquals(cryptogram, session.HostCryptogram))
        {
            return Sw.AuthenticationFailed;
        }

        if (!session.VerifyMac(command))
        {
            return Sw.SecureMessagingWrong;
        }

        _triesLeft = Tries;
        (_session, IsOpen) = (session, true);
        return Sw.Success;
    }

    /// <summary>Checks the MAC and deciphers; anything wrong closes the channel.</summary>
    public CardCommand? Unwrap(CardCommand command)
    {
        var session = _session;
        if (!IsOpen || session is null || command.Cla != Ins.Secured
            || command.Data.Length is < MacSize or > LongestData
            || !session.VerifyMac(command) || session.Decipher(command.Data[..^MacSize].Span) is not { } plain)
        {
            Close();
            return null;
        }

        return command with { Cla = Ins.Proprietary, Data = plain };
    }

    /// <summary>Value of an encrypted DGI: AES-CBC under the static DEK, IV of zeros, no padding.</summary>
    public byte[]? DecipherSensitive(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value.Length % BlockSize != 0)
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.SetKey(keys.Dek);
        return aes.DecryptCbc(value, new byte[BlockSize], PaddingMode.None);
    }

    public void Close() => (_session, IsOpen) = (null, false);
}
