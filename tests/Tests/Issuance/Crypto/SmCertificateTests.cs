using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Crypto.Sm;

namespace KioskSuite.Tests.Issuance.Crypto;

public sealed class SmCertificateTests : IVectorTests
{
    private const string Published = "pboc-sm2-issuer-cert";
    private const string Pan = "6212345678901234569";

    private static readonly DateOnly _today = new(2027, 6, 1);
    private static readonly CertificateTerms _terms = new(new DateOnly(2030, 12, 31), new byte[] { 0, 0, 1 });

    public static IEnumerable<string> Declared => [Published];

    [Fact]
    public void The_published_issuer_certificate_verifies_and_one_bit_less_does_not()
    {
        var vector = Vectors.All[Published];
        byte[] ca = [.. vector.Hex("ca_x"), .. vector.Hex("ca_y")];
        byte[] certificate = [.. vector.Hex("signed_data"), .. vector.Hex("r"), .. vector.Hex("s")];
        certificate.Length.ShouldBe(SmCertificates.IssuerLength);
        var day = new DateOnly(2020, 12, 31);
        var key = SmCertificates.VerifyIssuer(ca, certificate, "6228000100000000000", day).Value;
        key.Point.ToArray().ShouldBe(certificate[14..78]);
        key.End.ShouldBe(day);
        SmCertificates.VerifyIssuer(ca, certificate, "6228000100000000000", day.AddDays(1)).Reason
            .ShouldBe(CertificateFault.Expired);
        SmCertificates.VerifyIssuer(ca, certificate, "6228000200000000000", day).Reason
            .ShouldBe(CertificateFault.WrongIin);
        certificate[20] ^= 1;
        SmCertificates.VerifyIssuer(ca, certificate, "6228000100000000000", day).Reason
            .ShouldBe(CertificateFault.WrongSignature);
    }

    [Fact]
    public void A_chain_of_SM2_keys_holds_to_the_dynamic_signature()
    {
        using var ca = Sm2PrivateKey.Generate();
        using var issuer = Sm2PrivateKey.Generate();
        using var card = Sm2PrivateKey.Generate();
        byte[] data = [1, 2, 3, 4];
        var tag90 = SmCertificates.IssueIssuer(ca, "621234", _terms, issuer.Point);
        var tag9F46 = SmCertificates.IssueIcc(issuer, Pan, _terms, card.Point, data);
        (tag90.Length, tag9F46.Length).ShouldBe((SmCertificates.IssuerLength, SmCertificates.IccLength));
        var issuerKey = SmCertificates.VerifyIssuer(ca.Point, tag90, Pan, _today).Value;
        var cardKey = SmCertificates.VerifyIcc(issuerKey, tag9F46, Pan, data, _today).Value;
        var tag93 = SmSignatures.SignStatic(issuer, [218, 193], data);
        tag93.Length.ShouldBe(SmSignatures.StaticLength);
        SmSignatures.VerifyStatic(issuerKey, tag93, data).Value.ShouldBe([218, 193]);
        var dynamic = SmSignatures.SignDynamic(card, [1, 2, 3], data);
        SmSignatures.VerifyDynamic(cardKey, dynamic, data).Value.ShouldBe([1, 2, 3]);
        SmSignatures.VerifyDynamic(cardKey, dynamic, [9]).Reason.ShouldBe(CertificateFault.WrongSignature);
        SmCertificates.VerifyIcc(issuerKey, tag9F46, Pan, [1], _today).Reason
            .ShouldBe(CertificateFault.WrongSignature);
        SmCertificates.VerifyIcc(issuerKey, tag9F46, "6212345678901234577", data, _today).Reason
            .ShouldBe(CertificateFault.WrongPan);
    }
}
