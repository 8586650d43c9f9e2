using System.Globalization;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using KioskSuite.Issuance.Crypto.OfflineData;

namespace KioskSuite.Tests.Issuance.Crypto;

public sealed class OfflineDataTests : IVectorTests
{
    private const string Published = "oda-issuer-cert-A000000003-01";

    private static readonly byte[] _terminal = Convert.FromHexString("11223344");
    private static readonly DateOnly _today = new(2027, 6, 1);

    public static IEnumerable<string> Declared => [Published, SelfMadeChain.Id];

    [Fact]
    public void A_real_issuer_certificate_recovers_to_the_published_key()
    {
        var vector = Vectors.All[Published];
        var ca = RsaPublicKey.Import(vector.Hex("ca_modulus"), vector.Hex("ca_exponent")).Value;
        ca.Recover(vector.Hex("tag90"))!.ShouldBeHex(vector.Text("recovered"));
        var scheme = new CaPublicKey(vector.Text("rid"), 1, ca, new DateOnly(2030, 12, 31));
        var parts = new CertificateParts(vector.Hex("tag90"), vector.Hex("tag92"), vector.Hex("tag9F32"));
        var issuer = IssuerCertificate.Recover(scheme, parts, "4276550000000000", new DateOnly(2009, 12, 31)).Value;
        issuer.Key.Modulus.ToArray().ShouldBeHex(vector.Text("issuer_modulus"));
        issuer.End.ShouldBe(new DateOnly(2009, 12, 31));
        IssuerCertificate.Recover(scheme, parts, "4276550000000000", new DateOnly(2010, 1, 1)).Reason
            .ShouldBe(CertificateFault.Expired);
        IssuerCertificate.Recover(scheme, parts, "4276560000000000", new DateOnly(2009, 1, 1)).Reason
            .ShouldBe(CertificateFault.WrongIin);
    }

    [Fact]
    public void The_chain_is_walked_to_the_card_and_both_signatures_hold()
    {
        using var chain = new SelfMadeChain();
        var issuer = CertificateChain.Issuer(chain.Known, chain.Read(), _today).Value;
        var icc = CertificateChain.Icc(chain.Known, chain.Read(), _today).Value;
        icc.Key.Modulus.ToArray().ShouldBeHex(chain.Vector.Text("icc_modulus"));
        StaticSignature.Verify(issuer, chain.Vector.Hex("tag93"), chain.Static).Value
            .ShouldBeHex(chain.Vector.Text("dac"));
        DynamicSignature.Verify(icc, chain.Vector.Hex("tag9F4B"), chain.Vector.Hex("ddol_data_UN")).Value
            .ShouldBeHex(chain.Vector.Text("icc_dynamic_number"));
    }

    [Fact]
    public void The_issuing_side_writes_the_same_bytes()
    {
        using var chain = new SelfMadeChain();
        var vector = chain.Vector;
        var opened = chain.Ca.Public.Recover(vector.Hex("tag90"))!;
        var issuer = IssuerCertificate.Issue(
            chain.Ca, Digits(opened.AsSpan(2, 4)), Terms(opened.AsSpan(6, 5)), chain.Issuer.Public);
        issuer.Certificate.ToArray().ShouldBeHex(vector.Text("tag90"));
        issuer.Remainder.ToArray().ShouldBeHex(vector.Text("tag92"));
        issuer.Exponent.ToArray().ShouldBeHex(vector.Text("tag9F32"));
        var inner = chain.Issuer.Public.Recover(vector.Hex("tag9F46"))!;
        var icc = IccCertificate.Issue(
            chain.Issuer, vector.Text("pan"), Terms(inner.AsSpan(12, 5)), chain.Icc.Public, chain.Static);
        icc.Certificate.ToArray().ShouldBeHex(vector.Text("tag9F46"));
        icc.Remainder.ToArray().ShouldBeHex(vector.Text("tag9F48"));
        StaticSignature.Sign(chain.Issuer, vector.Hex("dac"), chain.Static).ShouldBeHex(vector.Text("tag93"));
        DynamicSignature.Sign(chain.Icc, vector.Hex("icc_dynamic_number"), vector.Hex("ddol_data_UN"))
            .ShouldBeHex(vector.Text("tag9F4B"));
    }

    [Fact]
    public void Each_way_to_be_wrong_has_its_own_reason()
    {
        using var chain = new SelfMadeChain();
        var good = chain.Read();
        Reason(chain, good with { CaIndex = 9 }).ShouldBe(CertificateFault.UnknownCaKey);
        Reason(chain, good with { Icc = null }).ShouldBe(CertificateFault.Missing);
        Reason(chain, good with { Pan = "6212345678901234577" }).ShouldBe(CertificateFault.WrongPan);
        Reason(chain, good with { StaticData = new byte[3] }).ShouldBe(CertificateFault.WrongHash);
        var icc = good.Icc!;
        Reason(chain, good with { Icc = icc with { Certificate = icc.Certificate[1..] } })
            .ShouldBe(CertificateFault.WrongLength);
        Reason(chain, good with { Icc = icc with { Certificate = good.Issuer.Certificate[..144] } })
            .ShouldBeOneOf(CertificateFault.WrongHeader, CertificateFault.WrongLength);
        Reason(chain, good with { Icc = icc with { Certificate = chain.Vector.Hex("tag93") } })
            .ShouldBe(CertificateFault.WrongFormat);
        Reason(chain, good with { Icc = icc with { Remainder = icc.Remainder[1..] } })
            .ShouldBe(CertificateFault.WrongHash);
        Reason(chain, good with { Issuer = Outliving(chain) }).ShouldBe(CertificateFault.OutlivesIssuer);
        CertificateChain.Icc(chain.Known, good, new DateOnly(2099, 1, 1)).Reason.ShouldBe(CertificateFault.Expired);
    }

    [Fact]
    public void A_block_without_its_trailer_is_told_from_one_of_another_key()
    {
        using var chain = new SelfMadeChain();
        var block = chain.Issuer.Public.Recover(chain.Vector.Hex("tag93"))!;
        block[^1] = 0;
        var key = new CertifiedKey(chain.Issuer.Public, _today);
        StaticSignature.Verify(key, chain.Issuer.Sign(block), chain.Static).Reason
            .ShouldBe(CertificateFault.WrongTrailer);
        block[0] = 0;
        StaticSignature.Verify(key, chain.Issuer.Sign(block), chain.Static).Reason
            .ShouldBe(CertificateFault.WrongHeader);
    }

    [Fact]
    public void A_dynamic_signature_is_good_for_one_terminal_number_only()
    {
        using var chain = new SelfMadeChain();
        var key = new CertifiedKey(chain.Icc.Public, _today);
        var signature = DynamicSignature.Sign(chain.Icc, [1, 2], _terminal);
        DynamicSignature.Verify(key, signature, _terminal).Value.ShouldBe([1, 2]);
        DynamicSignature.Verify(key, signature, [1, 2, 3, 4]).Reason.ShouldBe(CertificateFault.WrongHash);
    }

    [Fact]
    public void A_combined_signature_covers_cryptogram_kind_and_exchange()
    {
        using var chain = new SelfMadeChain();
        var key = new CertifiedKey(chain.Icc.Public, _today);
        var answer = new CombinedAnswer(new byte[] { 9, 9, 9 }, 128, Convert.FromHexString("00A1BD98DCAF3EA9"));
        byte[] exchange = [5, 6, 7];
        var signature = CombinedSignature.Sign(chain.Icc, answer, exchange, _terminal);
        CombinedSignature.Verify(key, signature, 128, exchange, _terminal).Value.Cryptogram.ToArray()
            .ShouldBe(answer.Cryptogram.ToArray());
        CombinedSignature.Verify(key, signature, 64, exchange, _terminal).Reason
            .ShouldBe(CertificateFault.WrongTransaction);
        CombinedSignature.Verify(key, signature, 128, [5, 6], _terminal).Reason
            .ShouldBe(CertificateFault.WrongTransaction);
        CombinedSignature.Verify(key, DynamicSignature.Sign(chain.Icc, [1, 2], _terminal), 128, exchange, _terminal)
            .Reason.ShouldBe(CertificateFault.WrongLength);
    }

    [Fact]
    public void A_generated_key_signs_what_its_public_half_recovers()
    {
        using var key = RsaPrivateKey.Generate(1024);
        byte[] block = [0, .. RandomNumberGenerator.GetBytes(127)];
        key.Public.Recover(key.Sign(block)).ShouldBe(block);
        key.HasCrt.ShouldBeTrue();
        $"{key}".ShouldBe("RSA private key of 1024 bits");
    }

    [Fact]
    public void Any_bytes_are_answered()
    {
        using var chain = new SelfMadeChain();
        var good = chain.Read();
        var issuer = CertificateChain.Issuer(chain.Known, good, _today).Value;
        Prop.ForAll<byte[], int>((bytes, at) =>
        {
            var certificate = good.Issuer.Certificate.ToArray();
            certificate[(at & int.MaxValue) % certificate.Length] ^= 1;
            Failing(chain, good with { Issuer = good.Issuer with { Certificate = certificate } });
            Failing(chain, good with { Issuer = new CertificateParts(bytes, bytes, bytes) });
            if (!good.Icc!.Exponent.Span.SequenceEqual(bytes))
            {
                Failing(chain, good with { Icc = good.Icc with { Exponent = bytes } });
            }

            RsaPublicKey.Import([1, .. bytes], bytes);
            StaticSignature.Verify(issuer, bytes, bytes).Failed.ShouldBeTrue();
            StaticData.Build([new SignedRecord(1, bytes)], bytes, bytes);
            SmCertificates.VerifyIssuer(bytes, bytes, "6", _today).Failed.ShouldBeTrue();
            SmSignatures.VerifyDynamic(new SmCertifiedKey(bytes, _today), bytes, bytes).Failed.ShouldBeTrue();
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Recovered blocks of any content, behind a right header, format and trailer.</summary>
    [Fact]
    public void Any_recovered_data_is_answered()
    {
        using var chain = new SelfMadeChain();
        var key = new CertifiedKey(chain.Icc.Public, _today);
        Prop.ForAll<byte[]>(bytes =>
        {
            var data = new byte[128 - 22];
            bytes.AsSpan(0, Math.Min(bytes.Length, data.Length - 1)).CopyTo(data.AsSpan(1));
            data[0] = 5;
            byte[] block = [106, .. data, .. SHA1.HashData([.. data, .. _terminal]), 188];
            DynamicSignature.Verify(key, chain.Icc.Sign(block), _terminal);
            CombinedSignature.Verify(key, chain.Icc.Sign(block), data[1], bytes, _terminal);
        }).QuickCheckThrowOnFailure();
    }

    private static CertificateFault Reason(SelfMadeChain chain, CardCertificates card) =>
        CertificateChain.Icc(chain.Known, card, _today).Reason;

    private static void Failing(SelfMadeChain chain, CardCertificates card) =>
        CertificateChain.Icc(chain.Known, card, _today).Failed.ShouldBeTrue();

    private static CertificateParts Outliving(SelfMadeChain chain) => IssuerCertificate.Issue(
        chain.Ca, "621234", new CertificateTerms(new DateOnly(2099, 12, 31), new byte[3]), chain.Issuer.Public);

    private static string Digits(ReadOnlySpan<byte> packed) => Convert.ToHexString(packed).TrimEnd('F');

    private static CertificateTerms Terms(ReadOnlySpan<byte> monthAndSerial)
    {
        var text = Convert.ToHexString(monthAndSerial[..2]);
        var month = DateOnly.ParseExact($"20{text[2..]}{text[..2]}01", "yyyyMMdd", CultureInfo.InvariantCulture);
        return new CertificateTerms(month.AddMonths(1).AddDays(-1), monthAndSerial[2..].ToArray());
    }
}
