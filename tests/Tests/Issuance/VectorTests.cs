using System.Text.Json;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Tests.Issuance;

public sealed class VectorTests : IVectorTests
{
    private static readonly Dictionary<string, Action<JsonElement>> _runs = new()
    {
        ["scp03-pysim-AES128-lvl03"] = Channel,
        ["scp03-kaoh-auth"] = Channel,
        ["scp03-kaoh-getstatus4"] = Channel,
        ["scp03-yubico-host-cryptogram"] = HostCryptogram,
        ["scp03-yubico-cenc-ctr94"] = CommandEncryption,
        ["scp03-yubico-cmac"] = CommandMac,
        ["gp-diversify-kdf3-aes128"] = Diversification,
        ["gp-diversify-kdf3-aes256"] = Diversification,
        ["gp-kdf3-external"] = EncryptionKeyDiversification,
        ["gp-kcv-default-key"] = CheckValues,
        ["gp-kcv-aes-1011"] = AesCheckValue,
        ["gp-kcv-aes-2021"] = AesCheckValue,
        ["ceremony-3des"] = CeremonyComponents,
        ["ceremony-aes"] = CeremonyCheckValues,
        ["cvv-2222222222222222"] = PublishedVerificationValues,
        ["cvv-62-19digit-worked"] = WorkedVerificationValues,
        ["emv-optionA-common-sk"] = OptionAWithSession,
        ["emv-optionA-pan16"] = OptionA,
        ["pboc-ac-worked"] = PbocCryptogram,
        ["aes-cmac-rfc4493-0"] = Cmac,
        ["aes-cmac-rfc4493-16"] = Cmac,
        ["aes-cmac-rfc4493-40"] = Cmac,
        ["aes-cmac-rfc4493-64"] = Cmac,
        ["luhn-621234567890123456"] = CheckDigit,
        ["luhn-62122600010001234"] = CheckDigit,
        ["luhn-7992739871"] = CheckDigit,
        ["track2-lrc"] = Track2,
        ["put-key-scp03-data"] = KeyUnderStaticDek,
        ["tlv-pse-fci"] = Tlv,
        ["tlv-ppse-fci"] = Tlv,
        ["tlv-unionpay-debit-fci-contact"] = Tlv,
        ["tlv-pse-record1"] = Tlv,
        ["tlv-key-info-E0"] = Tlv,
        ["tlv-card-data-66"] = Tlv,
        ["tlv-get-status-isd-E3"] = Tlv,
    };

    public static TheoryData<string> Ids => [.. _runs.Keys];

    public static IEnumerable<string> Declared => _runs.Keys;

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_published_vector_comes_out_the_same(string id) => _runs[id](Vectors.All[id]);

    private static void Channel(JsonElement vector)
    {
        var keys = new Scp03Keys(vector.Hex("key_enc"), vector.Hex("key_mac"), vector.Hex("key_dek"));
        var answer = InitializeUpdateAnswer.Parse(vector.Hex("init_update_response")).Value;
        Convert.ToHexString(answer.CardChallenge.Span).ShouldBe(vector.Text("card_challenge"));
        using var session = Scp03Session.Open(keys, vector.Hex("host_challenge"), answer).Value;
        session.ExternalAuthenticate(Scp03Session.LevelMacEnc).ShouldBeHex(vector.Text("ext_auth_apdu"));
        foreach (var command in vector.GetProperty("commands").EnumerateArray())
        {
            session.Wrap(command.Hex("plain")).ShouldBeHex(command.Text("wrapped"));
        }
    }

    private static void HostCryptogram(JsonElement vector)
    {
        byte[] context = [.. vector.Hex("host_challenge"), .. vector.Hex("card_challenge")];
        Scp03Cipher.Derive(vector.Hex("s_mac"), Scp03Cipher.HostCryptogram, 64, context)
            .ShouldBeHex(vector.Text("output"));
    }

    private static void CommandEncryption(JsonElement vector) => Scp03Cipher
        .Encipher(vector.Hex("s_enc"), vector.GetProperty("counter").GetUInt32(), vector.Hex("plain"))
        .ShouldBeHex(vector.Text("cipher"));

    private static void CommandMac(JsonElement vector) => Scp03Cipher
        .Mac(vector.Hex("s_mac"), vector.Hex("mac_chaining_value"), vector.Hex("apdu_header_with_lc"))[..8]
        .ShouldBeHex(vector.Text("mac8"));

    private static void Diversification(JsonElement vector)
    {
        string[] names = ["key_enc", "key_mac", "key_dek"];
        for (var number = 1; number <= names.Length; number++)
        {
            var key = Kdf3.Derive(vector.Hex("master"), vector.Hex("kdd"), number);
            key.ShouldBeHex(vector.Text(names[number - 1]));
            KeyCheckValue.AesOnes(key).ShouldBeHex(vector.GetProperty("kcv")[number - 1].GetString()!);
        }
    }

    private static void EncryptionKeyDiversification(JsonElement vector) =>
        Kdf3.Derive(vector.Hex("master"), vector.Hex("kdd"), 1).ShouldBeHex(vector.Text("key_enc"));

    private static void CheckValues(JsonElement vector)
    {
        var key = vector.Hex("key");
        KeyCheckValue.TripleDes(key).ShouldBeHex(vector.Text("kcv_3des"));
        KeyCheckValue.AesOnes(key).ShouldBeHex(vector.Text("kcv_aes_gp_01x16"));
        KeyCheckValue.AesZeros(key).ShouldBeHex(vector.Text("kcv_aes_zero16"));
        KeyCheckValue.AesCmacZeros(key).ShouldBeHex(vector.Text("kcv_aes_cmac_zero"));
    }

    private static void AesCheckValue(JsonElement vector) =>
        KeyCheckValue.AesOnes(vector.Hex("key")).ShouldBeHex(vector.Text("kcv"));

    private static void CeremonyComponents(JsonElement vector)
    {
        for (var i = 1; i < 3; i++)
        {
            var component = Convert.FromHexString(vector.GetProperty("components")[i].GetString()!);
            KeyCheckValue.TripleDes(component).ShouldBeHex(vector.GetProperty("component_kcv")[i].GetString()!);
        }

        // The combined key has equal halves, which no issuer may use.
        Should.Throw<InvariantException>(() => KeyCheckValue.TripleDes(vector.Hex("xor")));
    }

    private static void CeremonyCheckValues(JsonElement vector)
    {
        var key = vector.Hex("key");
        KeyCheckValue.AesCmacZeros(key).ShouldBeHex(vector.Text("kcv_cmac_zero16"));
        KeyCheckValue.AesZeros(key).ShouldBeHex(vector.Text("kcv_ecb_zero16"));
        KeyCheckValue.AesOnes(key).ShouldBeHex(vector.Text("kcv_gp_ecb_01x16"));
    }

    private static void PublishedVerificationValues(JsonElement vector)
    {
        var (key, pan, expiry) = (vector.Hex("cvk"), vector.Text("pan"), vector.Text("expiry_YYMM"));
        CardVerification.Cvv(key, pan, expiry, vector.Text("service_code")).ShouldBe(vector.Text("cvv"));
        CardVerification.Icvv(key, pan, expiry).ShouldBe(vector.Text("icvv_sc999_same_expiry"));
        CardVerification.Cvv2(key, pan, expiry, DateOrder.YearMonth).ShouldBe(vector.Text("cvv2_sc000_expiry_MMYY"));
    }

    private static void WorkedVerificationValues(JsonElement vector)
    {
        var (key, pan, expiry) = (vector.Hex("cvk"), vector.Text("pan"), vector.Text("expiry_YYMM"));
        CardVerification.Cvv(key, pan, expiry, vector.Text("service_code")).ShouldBe(vector.Text("cvn"));
        CardVerification.Icvv(key, pan, expiry).ShouldBe(vector.Text("icvn_sc999"));
    }

    private static void OptionA(JsonElement vector) =>
        EmvKeys.OptionA(vector.Hex("imk"), vector.Text("pan"), vector.Text("psn")).ShouldBeHex(vector.Text("icc_mk"));

    private static void OptionAWithSession(JsonElement vector)
    {
        OptionA(vector);
        RetailMac.Compute(vector.Hex("sk"), vector.Hex("ac_input")).ShouldBeHex(vector.Text("arqc"));

        // The HSM of this vector makes the ARPC under the card's own key; PBOC takes the session key.
        ApplicationCryptogram.ArpcUnder(vector.Hex("icc_mk"), vector.Hex("arqc"), vector.Hex("arc"))
            .ShouldBeHex(vector.Text("arpc_method1"));
    }

    private static void PbocCryptogram(JsonElement vector)
    {
        var (udk, input) = (vector.Hex("udk"), vector.Hex("ac_input"));
        EmvKeys.PbocSession(udk, 1).ShouldBeHex(vector.Text("sk"));
        var arqc = ApplicationCryptogram.Compute(udk, input.AsSpan(0, 29), input.AsSpan(29, 2), 1, input.AsSpan(33, 4));
        arqc.ShouldBeHex(vector.Text("ac"));
        ApplicationCryptogram.Arpc(udk, 1, arqc, vector.Hex("arc")).ShouldBeHex(vector.Text("arpc"));
    }

    private static void Cmac(JsonElement vector) =>
        AesCmac.Compute(vector.Hex("key"), vector.Hex("message")).ShouldBeHex(vector.Text("mac"));

    private static void CheckDigit(JsonElement vector)
    {
        var payload = vector.Text("payload");
        Luhn.CheckDigit(payload).ToString().ShouldBe(vector.Text("check_digit"));
        Luhn.IsValid(payload + vector.Text("check_digit")).ShouldBeTrue();
    }

    private static void Track2(JsonElement vector)
    {
        var data = vector.Text("text")[1..^1];
        var bits = TrackEncoding.Track2.Encode(data);
        string.Concat(bits.Select(bit => bit ? '1' : '0')).ShouldBe(vector.Text("bits"));
        TrackEncoding.Track2.Decode(bits).Value.ShouldBe(data);
    }

    private static void KeyUnderStaticDek(JsonElement vector)
    {
        var key = Convert.FromHexString("404142434445464748494A4B4C4D4E4F");
        var cryptogram = Convert.ToHexString(SensitiveData.Encrypt(key, key));
        vector.Text("apdu_plain").ShouldContain("881110" + cryptogram + "03504A77");
    }

    private static void Tlv(JsonElement vector)
    {
        var bytes = vector.Hex("data");
        var parsed = BerTlv.Parse(bytes).Value;
        ShouldBeTree(parsed, vector.GetProperty("tree"));
        parsed.SelectMany(o => o.Build()).ShouldBe(bytes);
    }

    private static void ShouldBeTree(IReadOnlyList<BerTlv> objects, JsonElement tree)
    {
        objects.Count.ShouldBe(tree.GetArrayLength());
        foreach (var (one, node) in objects.Zip(tree.EnumerateArray()))
        {
            one.Tag.ToString("X2").ShouldBe(node[0].GetString());
            if (node[1].ValueKind == JsonValueKind.Array)
            {
                ShouldBeTree(one.Children, node[1]);
            }
            else
            {
                Convert.ToHexString(one.Value.Span).ShouldBe(node[1].GetString());
            }
        }
    }
}
