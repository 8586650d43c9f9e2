using System.Text.Json;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.Dukpt;
using KioskSuite.Issuance.Crypto.Pins;

namespace KioskSuite.Tests.Issuance.Crypto;

public sealed class PinVectorTests : IVectorTests
{
    private static readonly Dictionary<string, Action<JsonElement>> _runs = new()
    {
        ["pvv-1122334455667788-4524"] = Pvv,
        ["pvv-1122334455667788-1912"] = Pvv,
        ["pvv-1122334455667718-0570"] = Pvv,
        ["ibm3624-4524"] = Offset,
        ["ibm3624-1234"] = Offset,
        ["pinblock0-1234"] = Format0,
        ["pinblock0-123456789012"] = Format0,
        ["pinblock0-123456789"] = Format0,
        ["pinblock2-1234"] = Format2,
        ["pinblock2-123456789"] = Format2,
        ["pinblock2-123456789012"] = Format2,
        ["pinblock4-decrypt"] = Format4,
        ["dukpt-tdes-FFFF9876543210E00001"] = Tdes,
        ["dukpt-tdes-FFFF9876543210E00002"] = Tdes,
        ["dukpt-tdes-FFFF9876543210E00003"] = Tdes,
        ["dukpt-aes128-ctr1"] = AesKeys,
    };

    public static TheoryData<string> Ids => [.. _runs.Keys];

    public static IEnumerable<string> Declared => _runs.Keys;

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_published_PIN_vector_comes_out_the_same(string id) => _runs[id](Vectors.All[id]);

    private static void Pvv(JsonElement vector)
    {
        using var pin = Pin.Parse(vector.Text("pin")).Value;
        PinVerification.Pvv(vector.Hex("pvk"), vector.Text("pan"), int.Parse(vector.Text("pvki")), pin)
            .ShouldBe(vector.Text("pvv"));
    }

    private static void Offset(JsonElement vector)
    {
        var (key, data, table) =
            (vector.Hex("pvk"), vector.Text("validation_data"), vector.Text("decimalisation_table"));
        using var pin = Pin.Parse(vector.Text("pin")).Value;
        PinVerification.Offset(key, data, table, pin).ShouldBe(vector.Text("offset"));
        using var natural = Pin.Parse(vector.Text("natural_pin")).Value;
        using var derived = PinVerification.NaturalPin(key, data, table, natural.Length);
        derived.SameAs(natural).ShouldBeTrue();
    }

    private static void Format0(JsonElement vector)
    {
        using var pin = Pin.Parse(vector.Text("pin")).Value;
        PinBlock.Format0(pin, vector.Text("pan")).ShouldBeHex(vector.Text("block"));
        using var read = PinBlock.ReadFormat0(vector.Hex("block"), vector.Text("pan")).Value;
        read.SameAs(pin).ShouldBeTrue();
    }

    private static void Format2(JsonElement vector)
    {
        using var pin = Pin.Parse(vector.Text("pin")).Value;
        PinBlock.Format2(pin).ShouldBeHex(vector.Text("block"));
        using var read = PinBlock.ReadFormat2(vector.Hex("block")).Value;
        read.SameAs(pin).ShouldBeTrue();
    }

    private static void Format4(JsonElement vector)
    {
        using var key = AesKey.Import(vector.Hex("key"));
        using var pin = Pin.Parse(vector.Text("pin")).Value;
        using var read = PinBlock4.Decipher(key, vector.Hex("block"), vector.Text("pan")).Value;
        read.SameAs(pin).ShouldBeTrue();
    }

    private static void Tdes(JsonElement vector)
    {
        var ksn = vector.Hex("ksn");
        using var initial = DukptTdes.InitialKey(vector.Hex("bdk"), ksn);
        initial.Bytes.ToArray().ShouldBeHex(vector.Text("ipek"));
        using var transaction = DukptTdes.TransactionKey(initial, ksn);
        transaction.Bytes.ToArray().ShouldBeHex(vector.Text("transaction_key"));
        using var pinKey = DukptTdes.PinKey(transaction);
        pinKey.Bytes.ToArray().ShouldBeHex(vector.Text("pin_variant_key"));
        using var pin = Pin.Parse(vector.Text("pin")).Value;
        var block = PinBlock.Format0(pin, vector.Text("pan"));
        block.ShouldBeHex(vector.Text("clear_pinblock_fmt0"));
        using var cipher = TripleDesKey.Import(pinKey.Bytes);
        cipher.EncryptEcb(block).ShouldBeHex(vector.Text("encrypted_pinblock"));
    }

    private static void AesKeys(JsonElement vector)
    {
        var (id, counter) = (vector.Hex("initial_key_id"), vector.GetProperty("counter").GetUInt32());
        using var initial = DukptAes.InitialKey(vector.Hex("bdk"), id);
        initial.Bytes.ToArray().ShouldBeHex(vector.Text("initial_key"));
        using var derivation = DukptAes.DerivationKey(initial, id, counter);
        derivation.Bytes.ToArray().ShouldBeHex(vector.Text("derivation_key"));
        using var pinKey = DukptAes.WorkingKey(derivation, DukptUsage.PinEncryption, id, counter);
        pinKey.Bytes.ToArray().ShouldBeHex(vector.Text("pin_encryption_key"));
    }
}
