using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Crypto.Sm;
using KioskSuite.Issuance.Personalisation;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.SecureChannel;
using KioskSuite.Issuance.Terminal;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.Tests.Issuance;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Tests.ChipStation;

/// <summary>The SM product from its profile to both kernels: SM4 keys, SM2 certificates.</summary>
public sealed class SmCardTests : IDisposable
{
    private static readonly DateOnly s_end = new(2040, 12, 31);
    private static readonly byte[] s_serial = [0, 0, 1];
    private readonly Sm2PrivateKey _ca = Sm2PrivateKey.Generate();
    private readonly Sm2PrivateKey _issuer = Sm2PrivateKey.Generate();
    private readonly Sm2PrivateKey _icc = Sm2PrivateKey.Generate();
    private readonly SimulatedChip _chip = CardBench.Blank(BlankKind.Sm);
    private readonly DebitApplication _application = DebitApplication.Derive(
        new DebitIssuerKeys(new byte[16], [.. Enumerable.Repeat((byte)1, 16)], [.. Enumerable.Repeat((byte)2, 16)],
            Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210"))
        {
            Suite = CryptoSuite.National,
        },
        CardBench.Application().Card,
        Samples.Version);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _ca.Dispose();
        _issuer.Dispose();
        _icc.Dispose();
        _application.Dispose();
    }

    [Fact]
    public async Task Both_terminals_accept_it_without_a_remark_and_its_cryptogram_is_SM4s()
    {
        var expected = await PersonaliseAsync();
        var purchase = Purchase(_ca.Point);
        var near = await ContactlessCheck.InspectAsync(
            new ChipInHand(_chip, CardInterface.Contactless), expected, purchase, Stop);
        near.Remarks.ShouldBeEmpty();
        near.Evidence!.Authentication.ShouldBe(OfflineAuthentication.Dynamic);

        var seen = await TerminalCheck.InspectAsync(
            new ChipInHand(_chip), expected, purchase with { Before = near.Evidence.Trace }, Stop);
        seen.Remarks.ShouldBeEmpty();
        var evidence = seen.Evidence!;
        evidence.Authentication.ShouldBe(expected.Authentication);
        Verify(CryptoSuite.National, evidence).ShouldBeTrue();
        Verify(CryptoSuite.International, evidence).ShouldBeFalse();

        byte[] issuerData =
        [
            .. CryptoSuite.National.Arpc(_application.UdkAc, evidence.Atc, evidence.Arqc, "00"u8), .. "00"u8,
        ];
        (await TerminalCheck.CloseAsync(new ChipInHand(_chip), evidence, issuerData, [], Stop)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task A_certificate_of_another_scheme_key_is_refused()
    {
        var expected = await PersonaliseAsync();
        var seen = await TerminalCheck.InspectAsync(
            new ChipInHand(_chip), expected, Purchase(_icc.Point), Stop);
        seen.Remarks.ShouldContain(r => r.Code == TerminalRemarkCode.IssuerCertificateWrong);
    }

    [Fact]
    public async Task A_scheme_key_that_is_over_is_refused()
    {
        var expected = await PersonaliseAsync();
        var over = new SmCaPublicKey("A000000333", 1, _ca.Point.ToArray(), new DateOnly(2026, 11, 20));
        var seen = await TerminalCheck.InspectAsync(
            new ChipInHand(_chip), expected, Purchase(_ca.Point) with { SmSchemeKeys = [over] }, Stop);
        seen.Remarks.ShouldContain(r => r.Code == TerminalRemarkCode.CaKeyExpired);
    }

    private static TerminalOptions Purchase(ReadOnlySpan<byte> caPoint) => CardBench.Purchase with
    {
        SchemeKeys = [],
        SmSchemeKeys = [new SmCaPublicKey("A000000333", 1, caPoint.ToArray(), s_end)],
    };

    private bool Verify(CryptoSuite suite, TerminalEvidence evidence) => CryptogramCheck.Verify(
        suite, _application.UdkAc, evidence.Aip, evidence.Cdol1Data, evidence.Atc, evidence.Iad, evidence.Arqc);

    private async Task<ExpectedApplication> PersonaliseAsync()
    {
        var file = Path.Combine(Repository.Root, "deploy/products/debit-sm.json");
        var product = ProfileFile.Read(await File.ReadAllBytesAsync(file, Stop)).Profile!;
        var terms = new CertificateTerms(s_end, s_serial);
        var certificate = SmCertificates.IssueIssuer(_ca, "621226", terms, _issuer.Point);
        var certifier = new SmCardCertifier(new SmIssuerCertification(1, certificate, _issuer, s_end), _icc, s_serial);
        using var card = _application.Prepare(product, certifier);
        var answer = CardBench.InitializeUpdate(_chip);
        using var keys = CardBench.KeysOf(answer);
        using var script = ScriptWriter.Write(
            keys, CardBench.HostChallenge, answer, ChannelOptions.Default, card.Applets).Value;
        var run = await ChipScript.RunAsync(new ChipInHand(_chip), script.Commands, Stop);
        run.Ok.ShouldBeTrue(run.ToString());
        return card.Expected;
    }
}
