using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Tests.Issuance.Crypto;

public sealed class CryptoSuiteTests
{
    private static readonly byte[] _key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");
    private static readonly byte[] _arqc = Convert.FromHexString("00A1BD98DCAF3EA9");
    private static readonly byte[] _header = [132, 22, 0, 0];

    public static TheoryData<string> Names => ["3DES", "SM"];

    [Fact]
    public void Both_suites_work_here_and_say_what_confirms_them()
    {
        var reports = CryptoSuites.Probe();
        reports.Select(report => report.Suite).ShouldBe(["3DES", "SM"]);
        reports.ShouldAllBe(report => report.Available && report.Missing.Length == 0);
        reports.Select(report => report.SelfConsistentOnly).ShouldBe([false, true]);
    }

    [Fact]
    public void Where_OpenSSL_is_missing_the_probe_names_what_is_and_nothing_is_thrown()
    {
        var reports = WithoutLibCrypto.Probe();
        reports.Select(report => (report.Suite, report.Available)).ShouldBe([("3DES", false), ("SM", false)]);
        reports[1].Missing.ShouldBe("SM3, SM4, SM2");
        CryptoSuites.Probe().ShouldAllBe(report => report.Available);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_card_key_depends_on_number_sequence_and_issuer(string name)
    {
        var suite = Suite(name);
        var udk = suite.CardKey(DerivationOption.A, _key, "6212345678901234569", "01");
        udk.Length.ShouldBe(16);
        udk.ShouldNotBe(suite.CardKey(DerivationOption.A, _key, "6212345678901234569", "02"));
        udk.ShouldNotBe(suite.CardKey(DerivationOption.A, _key, "6212345678901234577", "01"));
        udk.ShouldBe(suite.CardKey(DerivationOption.A, _key, "6212345678901234569", "01"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cryptogram_depends_on_counter_and_input(string name)
    {
        var suite = Suite(name);
        var cryptogram = suite.Cryptogram(_key, 1, new byte[37]);
        cryptogram.Length.ShouldBe(8);
        cryptogram.ShouldNotBe(suite.Cryptogram(_key, 2, new byte[37]));
        cryptogram.ShouldNotBe(suite.Cryptogram(_key, 1, new byte[36]));
        suite.Arpc(_key, 1, cryptogram, "00"u8).ShouldNotBe(suite.Arpc(_key, 1, cryptogram, "05"u8));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_script_made_under_another_key_counter_or_cryptogram_is_refused(string name)
    {
        var suite = Suite(name);
        var command = IssuerScript.Build(suite, _key, 7, _arqc, _header, [1, 2, 3]);
        command.Length.ShouldBe(4 + 1 + 3 + 4);
        IssuerScript.Open(suite, _key, 7, _arqc, command).Value.ShouldBe([1, 2, 3]);
        IssuerScript.Open(suite, _key, 8, _arqc, command).Failure!.Fault.ShouldBe(DeviceFault.Refused);
        IssuerScript.Open(suite, _key, 7, [.. _arqc.Reverse()], command).Failed.ShouldBeTrue();
        var other = suite.CardKey(DerivationOption.A, _key, "6212345678901234569", "01");
        IssuerScript.Open(suite, other, 7, _arqc, command)
            .Failed.ShouldBeTrue();
        command[5] ^= 1;
        IssuerScript.Open(suite, _key, 7, _arqc, command).Failed.ShouldBeTrue();
    }

    [Fact]
    public void Any_script_is_answered() => Prop.ForAll<byte[]>(bytes =>
    {
        IssuerScript.Open(CryptoSuite.International, _key, 7, _arqc, bytes).Failed.ShouldBeTrue();
        byte[] command = [.. _header, (byte)bytes.Length, .. bytes];
        IssuerScript.Open(CryptoSuite.International, _key, 7, _arqc, command).Failed.ShouldBeTrue();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Option_B_differs_from_A_only_above_16_digits()
    {
        EmvKeys.OptionB(_key, "9901234567890123", "45").ShouldBe(EmvKeys.OptionA(_key, "9901234567890123", "45"));
        var longer = EmvKeys.OptionB(_key, "6212345678901234569", "01");
        longer.ShouldNotBe(EmvKeys.OptionA(_key, "6212345678901234569", "01"));
        longer.ShouldNotBe(EmvKeys.OptionB(_key, "6312345678901234569", "01"));
        longer.ShouldAllBe(b => int.PopCount(b) % 2 == 1);
    }

    [Fact]
    public void A_response_by_card_status_depends_on_the_status()
    {
        var version = CryptogramVersion.Common;
        var arpc = EmvCryptogram.ArpcByStatus(version, _key, 1, _arqc, new byte[4], []);
        arpc.Length.ShouldBe(4);
        arpc.ShouldNotBe(EmvCryptogram.ArpcByStatus(version, _key, 1, _arqc, [0, 0, 0, 1], []));
        arpc.ShouldNotBe(EmvCryptogram.ArpcByStatus(CryptogramVersion.Pboc01, _key, 1, _arqc, new byte[4], []));
    }

    private static CryptoSuite Suite(string name) =>
        name == "SM" ? CryptoSuite.National : CryptoSuite.International;
}
