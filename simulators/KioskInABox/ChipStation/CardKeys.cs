using KioskSuite.Issuance.Crypto;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>Static keys of a security domain: 16 bytes each for 3DES; 16, 24 or 32 for AES.</summary>
internal sealed record CardKeys(byte[] Enc, byte[] Mac, byte[] Dek)
{
    /// <summary>The card's own keys, as its factory derived them from the stock's master.</summary>
    public static CardKeys Diversify(KeyRule rule, byte[] master, byte[] diversificationData) => new(
        One(rule, master, diversificationData, 1),
        One(rule, master, diversificationData, 2),
        One(rule, master, diversificationData, 3));

    public override string ToString() => "card keys";

    private static byte[] One(KeyRule rule, byte[] master, byte[] data, int number) => rule switch
    {
        KeyRule.EmvCps => CardKeyDiversification.EmvCps(master, data, number),
        KeyRule.Visa2 => CardKeyDiversification.Visa2(master, data, number),
        KeyRule.Kdf3 => Kdf3.Derive(master, data, number),
        _ => [.. master],
    };
}

/// <summary>How the factory derived a card's keys.</summary>
public enum KeyRule
{
    /// <summary>Not at all: the master itself, three times.</summary>
    None,
    EmvCps,
    Visa2,
    Kdf3,
}

/// <summary>
/// One version of a security domain's keys, with its counters, which outlive power. 3DES keys speak SCP02, AES keys
/// SCP03.
/// </summary>
internal sealed class KeySet(byte version, bool isAes, CardKeys keys, int nextSequence = 1)
{
    private const int Tries = 10;

    public byte Version { get; } = version;

    public bool IsAes { get; } = isAes;

    public CardKeys Keys { get; } = keys;

    /// <summary>Failed authentications that are left; at none the set is locked for ever.</summary>
    public int TriesLeft { get; private set; } = Tries;

    /// <summary>Next sequence number of a channel.</summary>
    public int Sequence { get; private set; } = nextSequence;

    /// <summary>Channels that were begun, also those that came to nothing.</summary>
    public int Begun { get; set; }

    public void CountSequence() => Sequence++;

    /// <summary>Takes a try before anything is compared, so that no power cut saves it.</summary>
    public void TakeTry() => TriesLeft--;

    public void Forgive() => TriesLeft = Tries;

    public override string ToString() => $"key set {Version:X2}";
}
