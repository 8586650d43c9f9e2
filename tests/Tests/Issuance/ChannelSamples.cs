using KioskSuite.Issuance.SecureChannel;

namespace KioskSuite.Tests.Issuance;

/// <summary>Sessions with cards that exist only as an INITIALIZE UPDATE answer.</summary>
internal static class ChannelSamples
{
    public static readonly byte[] HostChallenge = Convert.FromHexString("000102030405060708090A0B0C0D0E0F");

    /// <summary>The factory keys 40..4F.</summary>
    public static StaticKeys TestKeys(KeyAlgorithm algorithm = KeyAlgorithm.TripleDes)
    {
        static byte[] Key() => Convert.FromHexString("404142434445464748494A4B4C4D4E4F");
        return new StaticKeys(algorithm, Key(), Key(), Key());
    }

    /// <summary>SCP02 with sequence counter 0000 and any parameter i.</summary>
    public static SecureChannelSession Scp02(StaticKeys keys, byte i = ChannelOptions.Usual)
    {
        using var derived = Scp02Keys.Derive(keys, [0, 0]);
        byte[] card = [0, 0, 1, 2, 3, 4, 5, 6];
        var cryptogram = Scp02Cipher.Cryptogram(derived.Enc, [.. HostChallenge[..8], .. card]);
        byte[] answer = [.. new byte[10], 0x20, 0x02, .. card, .. cryptogram];
        return SecureChannelSession.Open(
            keys,
            HostChallenge,
            InitializeUpdateAnswer.Parse(answer).Value,
            ChannelOptions.Default with { Scp02I = i }).Value;
    }

    /// <summary>SCP03 with a random challenge; i is 00, 01, 20, 60 or a sum.</summary>
    public static SecureChannelSession Scp03(StaticKeys keys, byte i = 0)
    {
        var size = (i & 1) != 0 ? 16 : 8;
        byte[] context = [.. HostChallenge[..size], .. HostChallenge[..size]];
        var mac = Scp03Cipher.Derive(keys.Mac, Scp03Cipher.SessionMac, keys.Mac.Length * 8, context);
        var cryptogram = Scp03Cipher.Derive(mac, Scp03Cipher.CardCryptogram, size * 8, context);
        byte[] answer = [.. new byte[10], 0x30, 0x03, i, .. HostChallenge[..size], .. cryptogram];
        return SecureChannelSession.Open(
            keys, HostChallenge, InitializeUpdateAnswer.Parse(answer).Value, ChannelOptions.Default).Value;
    }
}
