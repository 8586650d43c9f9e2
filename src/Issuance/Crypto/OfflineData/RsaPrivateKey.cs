using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.OpenSsl;

namespace KioskSuite.Issuance.Crypto.OfflineData;

/// <summary>An RSA private key of CA, issuer or card; zeroed when disposed.</summary>
/// <remarks>
/// EMV signs without the platform's paddings, which .NET has no call for. The raw operation is libcrypto's, which
/// blinds and runs in constant time; BigInteger does neither.
/// </remarks>
public sealed class RsaPrivateKey : IDisposable
{
    private const int NoPadding = 3;
    private const string Kind = "RSA";

    private readonly KeyHandle _key;
    private readonly RSAParameters _parts;

    private RsaPrivateKey(KeyHandle key, RSAParameters parts, RsaPublicKey publicKey) =>
        (_key, _parts, Public) = (key, parts, publicKey);

    public RsaPublicKey Public { get; }

    public int Length => Public.Length;

    /// <summary>True when the parts for the Chinese remainder theorem are there.</summary>
    public bool HasCrt => _parts is { P: not null, Q: not null, DP: not null, DQ: not null, InverseQ: not null };

    /// <summary>A fresh key, exponent 65537, by the platform; 1024 to 1984 bits in steps of 64.</summary>
    public static RsaPrivateKey Generate(int bits)
    {
        InvariantException.Require(bits is >= 1024 and <= 1984 && bits % 64 == 0, "RSA of 1024 to 1984 bits");
        using var rsa = RSA.Create(bits);
        var parts = rsa.ExportParameters(includePrivateParameters: true);
        var key = Import(parts);
        Zero(parts);
        return key.Value;
    }

    /// <summary>From PKCS #8, which the caller zeroes.</summary>
    public static Verdict<RsaPrivateKey, CertificateFault> ImportPkcs8(ReadOnlySpan<byte> pkcs8)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        }
        catch (CryptographicException)
        {
            // Not such a structure: the verdict says so.
            return CertificateFault.UnknownAlgorithm;
        }

        var parts = rsa.ExportParameters(includePrivateParameters: true);
        var key = Import(parts);
        Zero(parts);
        return key;
    }

    /// <summary>Modulus, exponents and, when known, CRT parts; copied, the source is the caller's to zero.</summary>
    public static Verdict<RsaPrivateKey, CertificateFault> Import(RSAParameters parts)
    {
        InvariantException.Require(parts is { Modulus: not null, Exponent: not null, D: not null }, "n, e and d");
        var publicKey = RsaPublicKey.Import(parts.Modulus, parts.Exponent);
        if (!publicKey.Ok)
        {
            return publicKey.Reason;
        }

        using var native = new NativeParameters();
        native.Number("n", parts.Modulus).Number("e", parts.Exponent).Number("d", parts.D);
        if (parts is { P: not null, Q: not null, DP: not null, DQ: not null, InverseQ: not null })
        {
            native.Number("rsa-factor1", parts.P).Number("rsa-factor2", parts.Q);
            native.Number("rsa-exponent1", parts.DP).Number("rsa-exponent2", parts.DQ);
            native.Number("rsa-coefficient1", parts.InverseQ);
        }

        return NativeCrypto.Import(Kind, true, native) is { } key
            ? new RsaPrivateKey(key, Copy(parts), publicKey.Value)
            : CertificateFault.UnknownAlgorithm;
    }

    /// <summary>The raw private operation over a block as long as the modulus and below it.</summary>
    public byte[] Sign(ReadOnlySpan<byte> block)
    {
        InvariantException.Require(block.Length == Length, "a block as long as the modulus");
        using var context = LibCrypto.NewKeyContext(0, _key, null);
        NativeCrypto.Require(LibCrypto.InitDecrypt(context) == 1, Kind);
        NativeCrypto.Require(LibCrypto.SetRsaPadding(context, NoPadding) == 1, Kind);
        var signature = new byte[Length];
        var written = (nuint)Length;
        var done = LibCrypto.Decrypt(context, signature, ref written, block, (nuint)block.Length) == 1;
        NativeCrypto.Require(done && written == (nuint)Length, Kind);
        return signature;
    }

    /// <summary>One CRT part, a copy that the caller zeroes.</summary>
    public byte[] Part(CrtPart part)
    {
        InvariantException.Require(HasCrt, "the key came without CRT parts");
        return part switch
        {
            CrtPart.InverseQ => _parts.InverseQ!.AsSpan().ToArray(),
            CrtPart.ExponentQ => _parts.DQ!.AsSpan().ToArray(),
            CrtPart.ExponentP => _parts.DP!.AsSpan().ToArray(),
            CrtPart.Q => _parts.Q!.AsSpan().ToArray(),
            _ => _parts.P!.AsSpan().ToArray(),
        };
    }

    public void Dispose()
    {
        _key.Dispose();
        Zero(_parts);
    }

    public override string ToString() => $"RSA private key of {Length * 8} bits";

    private static RSAParameters Copy(RSAParameters parts) => new()
    {
        P = parts.P?.AsSpan().ToArray(),
        Q = parts.Q?.AsSpan().ToArray(),
        DP = parts.DP?.AsSpan().ToArray(),
        DQ = parts.DQ?.AsSpan().ToArray(),
        InverseQ = parts.InverseQ?.AsSpan().ToArray(),
    };

    private static void Zero(RSAParameters parts)
    {
        foreach (var part in new[] { parts.D, parts.P, parts.Q, parts.DP, parts.DQ, parts.InverseQ })
        {
            CryptographicOperations.ZeroMemory(part);
        }
    }
}
