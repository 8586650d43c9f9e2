using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Issuance.Crypto.Pins;
using KioskSuite.Issuance.Crypto.Sm;

namespace KioskSuite.Tests.Issuance.Crypto;

public sealed class SmVectorTests : IVectorTests
{
    private static readonly Dictionary<string, Action<JsonElement>> _runs = new()
    {
        ["sm3-3"] = Hash,
        ["sm3-64"] = Hash,
        ["sm3-0"] = Hash,
        ["hmac-sm3"] = Hmac,
        ["sm4-ecb-std"] = Ecb,
        ["sm4-ecb-1M"] = EcbChain,
        ["sm4-cbc"] = Cbc,
        ["sm4-ctr"] = Ctr,
        ["sm2-sign-gmt0003"] = Signature,
        ["sm2-enc-gmt0003"] = Encryption,
    };

    public static TheoryData<string> Ids => [.. _runs.Keys];

    public static IEnumerable<string> Declared => _runs.Keys;

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_published_SM_vector_comes_out_the_same(string id) => _runs[id](Vectors.All[id]);

    [Fact]
    public void A_generated_key_signs_and_opens_and_another_one_does_not()
    {
        using var key = Sm2PrivateKey.Generate();
        using var secret = key.ExportSecret();
        using var imported = Sm2PrivateKey.Import(secret.Bytes, key.Point).Value;
        using var point = Sm2PublicKey.Import(key.Point).Value;
        using var other = Sm2PrivateKey.Generate();
        byte[] data = [1, 2, 3];
        var signature = imported.Sign(data);
        point.Verify(data, signature).ShouldBeTrue();
        point.Verify(data, signature, "ALICE").ShouldBeFalse();
        point.Verify(data, other.Sign(data)).ShouldBeFalse();
        imported.Decrypt(point.Encrypt(data)).Value.ShouldBe(data);
        other.Decrypt(point.Encrypt(data)).Failed.ShouldBeTrue();
    }

    [Fact]
    public void A_point_off_the_curve_is_no_key() => Sm2PublicKey.Import(new byte[64]).Failed.ShouldBeTrue();

    [Fact]
    public void A_PIN_block_under_SM4_opens_only_for_its_own_card()
    {
        using var key = Sm4Key.Import(Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"));
        using var pin = Pin.Parse("492100").Value;
        var block = PinBlock4.Encipher(key, pin, "6212345678901234569");
        using var read = PinBlock4.Decipher(key, block, "6212345678901234569").Value;
        read.SameAs(pin).ShouldBeTrue();
        PinBlock4.Decipher(key, block, "6212345678901234577").Failed.ShouldBeTrue();
    }

    [Fact]
    public void Any_bytes_are_answered()
    {
        using var key = Sm2PrivateKey.Generate();
        using var point = Sm2PublicKey.Import(key.Point).Value;
        Prop.ForAll<byte[]>(bytes =>
        {
            key.Decrypt(bytes);
            key.Decrypt([4, .. new byte[96], .. bytes]);
            point.Verify(bytes, [.. bytes.Take(64), .. new byte[Math.Max(0, 64 - bytes.Length)]]).ShouldBeFalse();
            using var odd = Sm2PublicKey.Import(bytes).Failed ? null : Sm2PublicKey.Import(bytes).Value;
        }).QuickCheckThrowOnFailure();
    }

    private static void Hash(JsonElement vector) =>
        Sm3.Hash(vector.Hex("message")).ShouldBeHex(vector.Text("digest"));

    private static void Hmac(JsonElement vector) =>
        Sm3.Hmac(vector.Hex("key"), vector.Hex("message")).ShouldBeHex(vector.Text("mac"));

    private static void Ecb(JsonElement vector)
    {
        using var key = Sm4Key.Import(vector.Hex("key"));
        key.EncryptEcb(vector.Hex("plain")).ShouldBeHex(vector.Text("cipher"));
        key.DecryptEcb(vector.Hex("cipher")).ShouldBeHex(vector.Text("plain"));
    }

    /// <summary>
    /// The standard's million in steps of a chain: with an all zero message, CBC feeds each block's cipher to the next.
    /// </summary>
    private static void EcbChain(JsonElement vector)
    {
        using var key = Sm4Key.Import(vector.Hex("key"));
        var chain = key.EncryptCbc(new byte[16 * vector.GetProperty("iterations").GetInt32()], vector.Hex("plain"));
        chain[^16..].ShouldBeHex(vector.Text("cipher"));
    }

    private static void Cbc(JsonElement vector)
    {
        using var key = Sm4Key.Import(vector.Hex("key"));
        key.EncryptCbc(vector.Hex("plain"), vector.Hex("iv")).ShouldBeHex(vector.Text("cipher"));
        key.DecryptCbc(vector.Hex("cipher"), vector.Hex("iv")).ShouldBeHex(vector.Text("plain"));
    }

    private static void Ctr(JsonElement vector)
    {
        using var key = Sm4Key.Import(vector.Hex("key"));
        key.Ctr(vector.Hex("plain"), vector.Hex("iv")).ShouldBeHex(vector.Text("cipher"));
    }

    private static void Signature(JsonElement vector)
    {
        byte[] point = [.. vector.Hex("public_x"), .. vector.Hex("public_y")];
        byte[] signature = [.. vector.Hex("r"), .. vector.Hex("s")];
        var message = Encoding.ASCII.GetBytes(vector.Text("message_ascii"));
        using var signer = Sm2PublicKey.Import(point).Value;
        signer.Verify(message, signature, vector.Text("id_ascii")).ShouldBeTrue();
        using var own = Sm2PrivateKey.Import(vector.Hex("private"), point).Value;
        signer.Verify(message, own.Sign(message), vector.Text("id_ascii")).ShouldBeTrue();
        signature[63] ^= 1;
        signer.Verify(message, signature).ShouldBeFalse();
    }

    private static void Encryption(JsonElement vector)
    {
        var signing = Vectors.All["sm2-sign-gmt0003"];
        using var key = Sm2PrivateKey.Import(
            vector.Hex("private"), [.. signing.Hex("public_x"), .. signing.Hex("public_y")]).Value;
        byte[] cipher = [.. vector.Hex("c1"), .. vector.Hex("c3"), .. vector.Hex("c2")];
        Encoding.ASCII.GetString(key.Decrypt(cipher).Value).ShouldBe(vector.Text("message_ascii"));
        Sm2Frames.CipherToDer(cipher)!.ShouldBeHex(vector.Text("openssl_der"));
    }
}
