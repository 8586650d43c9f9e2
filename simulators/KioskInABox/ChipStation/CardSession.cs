namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>What a session is made of, beside its keys.</summary>
/// <param name="Options">Parameter i.</param>
/// <param name="Aid">AID of the security domain, which enters a pseudo-random challenge.</param>
/// <param name="Random">Bytes for a challenge that is not.</param>
/// <param name="SkipsEmpty">A bug of some cards: SCP03 commands without data are not counted.</param>
internal sealed record SessionTerms(byte Options, byte[] Aid, byte[] Random, bool SkipsEmpty);

/// <summary>
/// The card's side of one channel, from INITIALIZE UPDATE on. Written from the standard apart from the host's side, so
/// that both cannot share one mistake.
/// </summary>
internal abstract class CardSession
{
    public abstract byte[] CardChallenge { get; }

    public abstract byte[] CardCryptogram { get; }

    public abstract byte[] HostCryptogram { get; }

    /// <summary>Bytes of a MAC as it travels, and of a cryptogram.</summary>
    public abstract int MacSize { get; }

    /// <summary>P1 of EXTERNAL AUTHENTICATE; 0 before.</summary>
    public byte Level { get; set; }

    /// <summary>True for the levels that the card offers.</summary>
    public abstract bool Offers(byte level);

    /// <summary>Checks the MAC of a command and goes on in the chain.</summary>
    public abstract bool VerifyMac(CardCommand command);

    /// <summary>Checks and deciphers a command; null when anything is wrong.</summary>
    public abstract CardCommand? Unwrap(CardCommand command);

    /// <summary>The answer's data as they travel.</summary>
    public abstract byte[] Protect(CardCommand plain, CardAnswer answer);

    /// <summary>Value of an encrypted grouping or key, still with its padding; null for no whole blocks.</summary>
    public abstract byte[]? DecipherSensitive(ReadOnlySpan<byte> value);

    protected bool Has(byte bit) => (Level & bit) != 0;

    /// <summary>Takes the padding 80 00… off; null when it is none.</summary>
    protected static byte[]? Unpad(byte[] padded)
    {
        var end = Array.FindLastIndex(padded, b => b != 0);
        return end >= 0 && padded[end] == PadStart ? padded[..end] : null;
    }

    protected const byte PadStart = 128;
}
