using System.Numerics;
using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Crypto.Sm;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>The card's own key pair and what it signs. An SM2 card has no combined form.</summary>
internal sealed class CardSigner
{
    private const int CertificateOverhead = 42;
    private const int SmPointAt = 20;
    private static readonly int[] s_exponents = [3, 65537];
    private readonly RSAParameters? _rsa;
    private readonly (byte[] Secret, byte[] Point) _sm;

    private CardSigner(RSAParameters rsa) => _rsa = rsa;

    private CardSigner(byte[] secret, byte[] point) => _sm = (secret, point);

    public bool Combines => _rsa is not null;

    /// <summary>
    /// The signer of a card whose key groupings fit the certificate in its records, null of one without groupings.
    /// </summary>
    /// <returns>6985 when a part or the certificate is missing, 6A80 when they do not belong together.</returns>
    public static (ushort Status, CardSigner? Signer) Read(
        IReadOnlyDictionary<ushort, byte[]> groups, IReadOnlyList<BerTlv> records)
    {
        var parts = groups.Where(g => g.Key is >= EmvObject.KeyFirst and <= EmvObject.KeyLast)
            .OrderBy(g => g.Key).Select(g => g.Value).ToArray();
        if (parts.Length == 0)
        {
            return (Sw.Success, null);
        }

        if (records.FindPath(EmvTag.Record, EmvTag.IccCertificate)?.Value.ToArray() is not { } certificate)
        {
            return (Sw.ConditionsNotSatisfied, null);
        }

        if (IsSm(certificate))
        {
            return OfSm(parts, certificate);
        }

        if (parts.Length != 1 + EmvObject.KeyLast - EmvObject.KeyFirst)
        {
            return (Sw.ConditionsNotSatisfied, null);
        }

        var remainder = records.FindPath(EmvTag.Record, EmvTag.IccRemainder)?.Value.Length ?? 0;
        if (OfCrt(parts, certificate.Length - CertificateOverhead, remainder) is not { } rsa
            || RsaPrivateKey.Import(rsa) is not { Ok: true } key)
        {
            return (Sw.WrongData, null);
        }

        key.Value.Dispose();
        return (Sw.Success, new CardSigner(rsa));
    }

    public static bool IsSm(ReadOnlySpan<byte> certificate) =>
        certificate.Length == SmCertificates.IccLength && certificate[0] == Emv.SmCardCertificate;

    public byte[] Dynamic(byte[] number, byte[] terminalData)
    {
        if (_rsa is { } parts)
        {
            using var key = RsaPrivateKey.Import(parts).Value;
            return DynamicSignature.Sign(key, number, terminalData);
        }

        using var sm = Sm2PrivateKey.Import(_sm.Secret, _sm.Point).Value;
        return SmSignatures.SignDynamic(sm, number, terminalData);
    }

    public byte[] Combined(CombinedAnswer answer, byte[] transaction, byte[] unpredictableNumber)
    {
        InvariantException.Require(Combines, "a combined signature is RSA's");
        using var key = RsaPrivateKey.Import(_rsa!.Value).Value;
        return CombinedSignature.Sign(key, answer, transaction, unpredictableNumber);
    }

    public override string ToString() => Combines ? "RSA card key" : "SM2 card key";

    /// <summary>The secret stands alone in the first grouping; the point is the certified one.</summary>
    private static (ushort Status, CardSigner? Signer) OfSm(byte[][] parts, byte[] certificate)
    {
        var point = certificate[SmPointAt..(SmPointAt + Sm2PublicKey.Length)];
        if (parts.Length != 1 || SecretValue.Cut(parts[0], Sm2PrivateKey.Length) is not { } secret
            || !secret.AsSpan().ContainsAnyExcept((byte)0)
            || Sm2PublicKey.Import(point) is not { Ok: true } certified
            || Sm2PrivateKey.Import(secret, point) is not { Ok: true } key)
        {
            return (Sw.WrongData, null);
        }

        using var pair = key.Value;
        using var half = certified.Value;
        return half.Verify(point, pair.Sign(point))
            ? (Sw.Success, new CardSigner(secret, point))
            : (Sw.WrongData, null);
    }

    /// <summary>
    /// The certificate says how long the modulus is: as much as it has room for, and the remainder. Without one the
    /// parts say it themselves.
    /// </summary>
    private static RSAParameters? OfCrt(byte[][] parts, int room, int remainder)
    {
        var length = remainder > 0 ? room + remainder : Math.Min(room, 2 * parts[^1].Length);
        var cut = parts.Select(part => SecretValue.Cut(part, length / 2)).ToArray();
        if (length % 2 != 0 || cut.Any(part => part is null))
        {
            return null;
        }

        var numbers = cut.Select(part => new BigInteger(part, isUnsigned: true, isBigEndian: true)).ToArray();
        var (inverse, dq, dp, q, p) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        if (p.IsEven || q.IsEven || p <= 1 || q <= 1 || q * inverse % p != 1)
        {
            return null;
        }

        var exponent = Array.Find(s_exponents, e => e * dp % (p - 1) == 1 && e * dq % (q - 1) == 1);
        var modulus = p * q;
        return exponent == 0 || modulus.GetBitLength() != 8L * length ? null : new RSAParameters
        {
            Modulus = Bytes(modulus, length),
            Exponent = new BigInteger(exponent).ToByteArray(isUnsigned: true, isBigEndian: true),
            D = Bytes(PrivateExponent(exponent, (p - 1) * (q - 1)), length),
            P = cut[4],
            Q = cut[3],
            DP = cut[2],
            DQ = cut[1],
            InverseQ = cut[0],
        };
    }

    /// <summary>For a small exponent: the k below it for which 1 + k·phi is divisible.</summary>
    private static BigInteger PrivateExponent(int exponent, BigInteger phi)
    {
        var rest = (long)(phi % exponent);
        long k = 1;
        while ((1 + k * rest) % exponent != 0)
        {
            k++;
        }

        return (1 + k * phi) / exponent;
    }

    private static byte[] Bytes(BigInteger number, int length)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - bytes.Length], .. bytes];
    }
}
