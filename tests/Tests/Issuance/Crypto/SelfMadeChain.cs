using System.Security.Cryptography;
using System.Text.Json;
using KioskSuite.Issuance.Crypto.OfflineData;

namespace KioskSuite.Tests.Issuance.Crypto;

/// <summary>The chain of the vector: scheme 1408, issuer 1152, card 1024 bits, exponents 3.</summary>
internal sealed class SelfMadeChain : IDisposable
{
    public const string Id = "oda-selfgen-chain";

    private const string Rid = "A000000333";

    public JsonElement Vector { get; } = Vectors.All[Id];

    public RsaPrivateKey Ca { get; } = Key("ca");

    public RsaPrivateKey Issuer { get; } = Key("issuer");

    public RsaPrivateKey Icc { get; } = Card();

    public byte[] Static => [.. Vector.Hex("static_data_to_be_signed")];

    public CaPublicKeys Known => new([new CaPublicKey(Rid, 1, Ca.Public, new DateOnly(2060, 12, 31))]);

    public static RsaPrivateKey Card()
    {
        var crt = Vectors.All[Id].GetProperty("icc_crt");
        var parts = Parts("icc");
        parts.P = crt.Hex("p_8205");
        parts.Q = crt.Hex("q_8204");
        parts.DP = crt.Hex("dp_8203_d_mod_p-1");
        parts.DQ = crt.Hex("dq_8202_d_mod_q-1");
        parts.InverseQ = crt.Hex("qinv_8201_q^-1_mod_p");
        return RsaPrivateKey.Import(parts).Value;
    }

    public CardCertificates Read() => new(
        Rid,
        1,
        new CertificateParts(Vector.Hex("tag90"), Vector.Hex("tag92"), Vector.Hex("tag9F32")),
        new CertificateParts(Vector.Hex("tag9F46"), Vector.Hex("tag9F48"), Vector.Hex("tag9F47")),
        Vector.Text("pan"),
        Static);

    public void Dispose()
    {
        Ca.Dispose();
        Issuer.Dispose();
        Icc.Dispose();
    }

    private static RsaPrivateKey Key(string name) => RsaPrivateKey.Import(Parts(name)).Value;

    private static RSAParameters Parts(string name) => new()
    {
        Modulus = Vectors.All[Id].Hex($"{name}_modulus"),
        D = Vectors.All[Id].Hex($"{name}_d"),
        Exponent = [3],
    };
}
