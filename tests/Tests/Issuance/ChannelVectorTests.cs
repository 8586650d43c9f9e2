using System.Text.Json;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.SecureChannel;

namespace KioskSuite.Tests.Issuance;

/// <summary>The vectors of GlobalPlatform's channels and keys, as the host sees them.</summary>
public sealed class ChannelVectorTests : IVectorTests
{
    private static readonly Dictionary<string, Action<JsonElement>> _runs = new()
    {
        ["scp02-pysim-sja2"] = Session,
        ["scp02-kaoh-getstatus"] = Session,
        ["scp02-zero-keys"] = WeakStaticKeys,
        ["scp02-session-seq0000"] = SessionKeys,
        ["scp02-putkey-enc"] = KeyUnderSessionDek,
        ["scp03-pysim-AES128-lvl03"] = Session,
        ["scp03-pysim-AES128-lvl11"] = Session,
        ["scp03-pysim-AES128-lvl33"] = Session,
        ["scp03-pysim-AES192-lvl03"] = Session,
        ["scp03-pysim-AES192-lvl11"] = Session,
        ["scp03-pysim-AES256-lvl03"] = Session,
        ["scp03-pysim-AES256-lvl11"] = Session,
        ["scp03-kaoh-auth"] = Session,
        ["scp03-kaoh-getstatus4"] = Session,
        ["scp03-s16-selfmade"] = Session,
        ["scp03-yubico-host-cryptogram"] = HostCryptogram,
        ["scp03-yubico-cenc-ctr94"] = CommandEncryption,
        ["scp03-yubico-rdec-ctr1"] = AnswerDecryption,
        ["scp03-yubico-cmac"] = CommandMac,
        ["gp-diversify-emv"] = v => Diversification(v, KeyDiversification.EmvCps),
        ["gp-diversify-visa2"] = v => Diversification(v, KeyDiversification.Visa2),
        ["gp-diversify-kdf3-aes128"] = v => Diversification(v, KeyDiversification.Kdf3),
        ["gp-diversify-kdf3-aes256"] = v => Diversification(v, KeyDiversification.Kdf3),
        ["gp-kdf3-external"] = EncryptionKeyDiversification,
        ["gp-kcv-aes-0001"] = AesCheckValue,
        ["gp-kcv-aes-1011"] = AesCheckValue,
        ["gp-kcv-aes-2021"] = AesCheckValue,
        ["put-key-scp02-data"] = v => PutKey(v, ChannelSamples.Scp02(ChannelSamples.TestKeys()), 0x20),
        ["put-key-scp03-data"] = v => PutKey(
            v, ChannelSamples.Scp03(ChannelSamples.TestKeys(KeyAlgorithm.Aes)), 0x30),
        ["store-data-scp02-example"] = StoreData,
    };

    public static IEnumerable<string> Declared => _runs.Keys;

    public static TheoryData<string> Ids => [.. _runs.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_published_vector_comes_out_the_same(string id) => _runs[id](Vectors.All[id]);

    internal static ChannelOptions OptionsOf(JsonElement vector) => vector.TryGetProperty("sd_aid", out var aid)
        ? new ChannelOptions(Convert.FromHexString(aid.GetString()!))
        : ChannelOptions.Default;

    internal static StaticKeys KeysOf(JsonElement vector, bool isAes)
    {
        var algorithm = isAes ? KeyAlgorithm.Aes : KeyAlgorithm.TripleDes;
        return vector.TryGetProperty("key", out _)
            ? new StaticKeys(algorithm, vector.Hex("key"), vector.Hex("key"), vector.Hex("key"))
            : new StaticKeys(algorithm, vector.Hex("key_enc"), vector.Hex("key_mac"), vector.Hex("key_dek"));
    }

    internal static SecureChannelSession Opened(JsonElement vector)
    {
        var answer = InitializeUpdateAnswer.Parse(vector.Hex("init_update_response")).Value;
        var keys = KeysOf(vector, answer.Channel != ChannelKind.Scp02);
        var opened = SecureChannelSession.Open(keys, vector.Hex("host_challenge"), answer, OptionsOf(vector));
        return opened.Value;
    }

    private static void Session(JsonElement vector)
    {
        using var session = Opened(vector);
        var level = vector.TryGetProperty("security_level", out var text)
            ? Convert.FromHexString(text.GetString()!)[0]
            : (byte)0x03;
        session.ExternalAuthenticate((SecurityLevel)level).ShouldBeHex(vector.Text("ext_auth_apdu"));
        foreach (var command in vector.GetProperty("commands").EnumerateArray())
        {
            session.Wrap(command.Hex("plain")).ShouldBeHex(command.Text("wrapped"));
            if (command.TryGetProperty("response_data_raw", out var raw))
            {
                var answer = raw.GetString()! + command.Text("response_sw");
                var plain = session.Unwrap(Convert.FromHexString(answer));
                plain.Value.Data.ToArray().ShouldBeHex(command.Text("response_data_plain"));
            }
        }
    }

    private static void WeakStaticKeys(JsonElement vector)
    {
        var answer = InitializeUpdateAnswer.Parse(vector.Hex("init_update_response")).Value;
        using var keys = Scp02Keys.Derive(KeysOf(vector, isAes: false), answer.SequenceCounter.Span);
        keys.Enc.ShouldBeHex(vector.Text("s_enc"));
        keys.Mac.ShouldBeHex(vector.Text("s_mac"));
        byte[] card = [.. answer.SequenceCounter.Span, .. answer.CardChallenge.Span];
        var host = vector.Hex("host_challenge");
        Scp02Cipher.Cryptogram(keys.Enc, [.. host, .. card]).ShouldBeHex(vector.Text("card_cryptogram"));
        var cryptogram = Scp02Cipher.Cryptogram(keys.Enc, [.. card, .. host]);
        cryptogram.ShouldBeHex(vector.Text("host_cryptogram"));
        byte[] command = [0x84, 0x82, 0x00, 0x00, 0x10, .. cryptogram];
        byte[] sent = [.. command, .. Scp02Cipher.Mac(keys.Mac, new byte[8], command)];
        sent.ShouldBeHex(vector.Text("ext_auth_apdu"));
    }

    private static void SessionKeys(JsonElement vector)
    {
        using var keys = Scp02Keys.Derive(KeysOf(vector, isAes: false), vector.Hex("seq"));
        (string Name, byte[] Key)[] derived =
            [("s_enc", keys.Enc), ("s_mac", keys.Mac), ("s_dek", keys.Dek), ("s_rmac", keys.RMac)];
        for (var i = 0; i < derived.Length; i++)
        {
            derived[i].Key.ShouldBeHex(vector.Text(derived[i].Name));
            KeyCheckValue.TripleDes(derived[i].Key).ShouldBeHex(vector.GetProperty("kcv")[i].GetString()!);
        }
    }

    private static void KeyUnderSessionDek(JsonElement vector)
    {
        using var session = ChannelSamples.Scp02(ChannelSamples.TestKeys());
        session.EncryptSensitive(vector.Hex("plain")).ShouldBeHex(vector.Text("cipher"));
        KeyCheckValue.TripleDes(vector.Hex("plain")).ShouldBeHex(vector.Text("kcv"));
    }

    private static void HostCryptogram(JsonElement vector)
    {
        byte[] context = [.. vector.Hex("host_challenge"), .. vector.Hex("card_challenge")];
        Scp03Cipher.Derive(vector.Hex("s_mac"), Scp03Cipher.HostCryptogram, 64, context)
            .ShouldBeHex(vector.Text("output"));
    }

    private static void CommandEncryption(JsonElement vector)
    {
        using var key = AesKey.Import(vector.Hex("s_enc"));
        Scp03Cipher.Encipher(key, vector.GetProperty("counter").GetUInt32(), vector.Hex("plain"))
            .ShouldBeHex(vector.Text("cipher"));
    }

    private static void AnswerDecryption(JsonElement vector)
    {
        using var key = AesKey.Import(vector.Hex("s_enc"));
        Scp03Cipher.Decipher(key, vector.GetProperty("counter").GetUInt32(), vector.Hex("cipher"))!
            .ShouldBeHex(vector.Text("plain"));
    }

    private static void CommandMac(JsonElement vector)
    {
        using var key = CmacKey.Import(vector.Hex("s_mac"));
        Scp03Cipher.Mac(key, vector.Hex("mac_chaining_value"), vector.Hex("apdu_header_with_lc"))[..8]
            .ShouldBeHex(vector.Text("mac8"));
    }

    private static void Diversification(JsonElement vector, KeyDiversification rule)
    {
        var algorithm = StaticKeys.AlgorithmOf(rule)!.Value;
        using var keys = StaticKeys.Diversify(rule, algorithm, vector.Hex("master"), vector.Hex("kdd"));
        (string Name, byte[] Key)[] made = [("key_enc", keys.Enc), ("key_mac", keys.Mac), ("key_dek", keys.Dek)];
        for (var i = 0; i < made.Length; i++)
        {
            var check = algorithm == KeyAlgorithm.Aes
                ? KeyCheckValue.AesOnes(made[i].Key)
                : KeyCheckValue.TripleDes(made[i].Key);
            made[i].Key.ShouldBeHex(vector.Text(made[i].Name));
            check.ShouldBeHex(vector.GetProperty("kcv")[i].GetString()!);
        }
    }

    private static void EncryptionKeyDiversification(JsonElement vector) =>
        Kdf3.Derive(vector.Hex("master"), vector.Hex("kdd"), 1).ShouldBeHex(vector.Text("key_enc"));

    private static void AesCheckValue(JsonElement vector) =>
        KeyCheckValue.AesOnes(vector.Hex("key")).ShouldBeHex(vector.Text("kcv"));

    private static void PutKey(JsonElement vector, SecureChannelSession session, byte version)
    {
        var algorithm = session.Channel == ChannelKind.Scp02 ? KeyAlgorithm.TripleDes : KeyAlgorithm.Aes;
        var update = KeyUpdate.Build(session, 0, version, ChannelSamples.TestKeys(algorithm));
        var plain = CommandApdu.Parse(update.Command).Value with { Expected = null };
        plain.Build().ShouldBeHex(vector.Text("apdu_plain"));
        session.Dispose();
    }

    private static void StoreData(JsonElement vector)
    {
        using var session = Opened(Vectors.All["scp02-kaoh-getstatus"]);
        session.ExternalAuthenticate(SecurityLevel.CommandMac);
        foreach (var group in (string[])["dgi_8010", "dgi_8000"])
        {
            session.EncryptSensitive(vector.Hex(group + "_plain")).ShouldBeHex(vector.Text(group + "_encrypted"));
        }

        foreach (var command in vector.GetProperty("commands").EnumerateArray())
        {
            session.Wrap(command.Hex("plain")).ShouldBeHex(command.Text("wrapped"));
        }
    }
}
