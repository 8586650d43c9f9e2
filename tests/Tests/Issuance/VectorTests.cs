using System.Text.Json;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.Ceremony;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.Tests.Issuance;

public sealed class VectorTests : IVectorTests
{
    private static readonly Dictionary<string, Action<JsonElement>> _runs = new()
    {
        ["gp-kcv-default-key"] = CheckValues,
        ["ceremony-3des"] = CeremonyComponents,
        ["ceremony-aes"] = CeremonyCheckValues,
        ["cvv-2222222222222222"] = PublishedVerificationValues,
        ["cvv-62-19digit-worked"] = WorkedVerificationValues,
        ["emv-optionA-common-sk"] = OptionAWithSession,
        ["emv-optionA-pan16"] = OptionA,
        ["emv-visa-cvn10"] = VisaCryptogram,
        ["pboc-ac-worked"] = PbocCryptogram,
        ["aes-cmac-rfc4493-0"] = AesCmac,
        ["aes-cmac-rfc4493-16"] = AesCmac,
        ["aes-cmac-rfc4493-40"] = AesCmac,
        ["aes-cmac-rfc4493-64"] = AesCmac,
        ["luhn-621234567890123456"] = CheckDigit,
        ["luhn-62122600010001234"] = CheckDigit,
        ["luhn-7992739871"] = CheckDigit,
        ["track2-lrc"] = Track2,
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

    private static void CheckValues(JsonElement vector)
    {
        var key = vector.Hex("key");
        KeyCheckValue.TripleDes(key).ShouldBeHex(vector.Text("kcv_3des"));
        KeyCheckValue.AesOnes(key).ShouldBeHex(vector.Text("kcv_aes_gp_01x16"));
        KeyCheckValue.AesZeros(key).ShouldBeHex(vector.Text("kcv_aes_zero16"));
        KeyCheckValue.AesCmacZeros(key).ShouldBeHex(vector.Text("kcv_aes_cmac_zero"));
    }

    private static void CeremonyComponents(JsonElement vector)
    {
        using var ceremony = new KeyCeremony(CeremonyKind.TripleDes, 16);
        for (var i = 0; i < 3; i++)
        {
            var component = Convert.FromHexString(vector.GetProperty("components")[i].GetString()!);
            var checkValue = Convert.FromHexString(vector.GetProperty("component_kcv")[i].GetString()!);
            ceremony.Enter(component, checkValue).Value.ShouldBe(i + 1);
        }

        // The combined key has equal halves, which no issuer may use.
        ceremony.Combine(vector.Hex("kcv_tdes_zero")).Reason.ShouldBe(CeremonyFault.WeakKey);
        CeremonyCheckValue.Of(CeremonyKind.TripleDes, vector.Hex("xor")).ShouldBeHex(vector.Text("kcv_tdes_zero"));
        var adjusted = vector.Hex("xor");
        KeyParity.SetOdd(adjusted);
        adjusted.ShouldBeHex(vector.Text("xor_parity_adjusted"));
    }

    private static void CeremonyCheckValues(JsonElement vector)
    {
        var key = vector.Hex("key");
        using var ceremony = new KeyCeremony(CeremonyKind.AesCmac, 16);
        foreach (var text in vector.GetProperty("components").EnumerateArray())
        {
            var component = Convert.FromHexString(text.GetString()!);
            ceremony.Enter(component, KeyCheckValue.AesCmacZeros(component)).Ok.ShouldBeTrue();
        }

        using var combined = ceremony.Combine(vector.Hex("kcv_cmac_zero16")).Value;
        combined.Bytes.ToArray().ShouldBe(key);
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

    private static void OptionA(JsonElement vector)
    {
        var cardKey = EmvKeys.OptionA(vector.Hex("imk"), vector.Text("pan"), vector.Text("psn"));
        cardKey.ShouldBeHex(vector.Text("icc_mk"));
        EmvKeys.CommonSession(cardKey, vector.Hex("r")).ShouldBeHex(vector.Text("sk"));
    }

    private static void OptionAWithSession(JsonElement vector)
    {
        OptionA(vector);
        RetailMac.Compute(vector.Hex("sk"), vector.Hex("ac_input")).ShouldBeHex(vector.Text("arqc"));

        // The HSM of this vector makes the ARPC under the card's own key; PBOC takes the session key.
        ApplicationCryptogram.ArpcUnder(vector.Hex("icc_mk"), vector.Hex("arqc"), vector.Hex("arc"))
            .ShouldBeHex(vector.Text("arpc_method1"));
    }

    private static void VisaCryptogram(JsonElement vector)
    {
        var cardKey = EmvKeys.OptionA(vector.Hex("imk"), vector.Text("pan"), vector.Text("psn"));
        cardKey.ShouldBeHex(vector.Text("icc_mk"));
        var version = CryptogramVersion.Visa10;
        var arqc = EmvCryptogram.Compute(version, cardKey, 0, vector.Hex("ac_input"));
        arqc.ShouldBeHex(vector.Text("arqc"));
        var code = System.Text.Encoding.ASCII.GetBytes(vector.Text("arc_ascii"));
        EmvCryptogram.Arpc(version, cardKey, 0, arqc, code).ShouldBeHex(vector.Text("arpc"));
    }

    private static void PbocCryptogram(JsonElement vector)
    {
        var (udk, input) = (vector.Hex("udk"), vector.Hex("ac_input"));
        EmvKeys.PbocSession(udk, 1).ShouldBeHex(vector.Text("sk"));
        var arqc = ApplicationCryptogram.Compute(udk, input.AsSpan(0, 29), input.AsSpan(29, 2), 1, input.AsSpan(33, 4));
        arqc.ShouldBeHex(vector.Text("ac"));
        ApplicationCryptogram.Arpc(udk, 1, arqc, vector.Hex("arc")).ShouldBeHex(vector.Text("arpc"));
    }

    private static void AesCmac(JsonElement vector) =>
        Cmac.Aes(vector.Hex("key"), vector.Hex("message")).ShouldBeHex(vector.Text("mac"));

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
