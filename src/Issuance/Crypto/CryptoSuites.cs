using System.Security.Cryptography;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Crypto.Sm;

namespace KioskSuite.Issuance.Crypto;

/// <summary>What a probe found. <see cref="Missing"/> names what did not work; empty when all did.</summary>
public sealed record SuiteReport(string Suite, bool Available, bool SelfConsistentOnly, string Missing);

/// <summary>Asks at start whether both suites work on this machine: distributions leave algorithms out.</summary>
public static class CryptoSuites
{
    /// <summary>One line for each suite, 3DES first.</summary>
    public static IReadOnlyList<SuiteReport> Probe() =>
    [
        Report(CryptoSuite.International, [("3DES", TripleDes), ("RSA", Rsa)]),
        Report(CryptoSuite.National, [("SM3", Hash), ("SM4", Cipher), ("SM2", Signature)]),
    ];

    private static SuiteReport Report(CryptoSuite suite, (string Name, Func<bool> Works)[] parts)
    {
        var missing = string.Join(", ", parts.Where(part => !Holds(part.Works)).Select(part => part.Name));
        return new SuiteReport(suite.Name, missing.Length == 0, suite.SelfConsistentOnly, missing);
    }

    private static bool Holds(Func<bool> works)
    {
        try
        {
            return works();
        }
        catch (Exception refused) when (refused is InvariantException or DllNotFoundException
            or EntryPointNotFoundException or CryptographicException or TypeInitializationException)
        {
            return false;
        }
    }

    private static bool TripleDes() => KeyCheckValue
        .TripleDes(Convert.FromHexString("404142434445464748494A4B4C4D4E4F"))
        .SequenceEqual(Convert.FromHexString("8BAF47"));

    private static bool Rsa()
    {
        using var key = RsaPrivateKey.Generate(1024);
        var block = new byte[key.Length];
        block[^1] = 2;
        return key.Public.Recover(key.Sign(block)) is { } recovered && recovered.SequenceEqual(block);
    }

    private static bool Hash() => Convert.ToHexString(Sm3.Hash("abc"u8))
        .StartsWith("66C7F0F462EEEDD9D1F2D46BDC10E4E2", StringComparison.Ordinal);

    private static bool Cipher()
    {
        var block = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");
        using var key = Sm4Key.Import(block);
        return Convert.ToHexString(key.EncryptEcb(block)) == "681EDF34D206965E86B3E94F536E4246";
    }

    private static bool Signature()
    {
        using var key = Sm2PrivateKey.Generate();
        using var point = Sm2PublicKey.Import(key.Point).Value;
        return point.Verify("abc"u8, key.Sign("abc"u8)) && key.Decrypt(point.Encrypt("abc"u8)).Ok;
    }
}
