using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KioskSuite.FaceMatcher.Http;
using KioskSuite.KioskInABox.FacePlatform;
using static KioskSuite.Tests.FaceMatcherHttp.HttpFaceMatcherTests;

namespace KioskSuite.Tests.FaceMatcherHttp;

/// <summary>How the platform knows the kiosk, and the kiosk the platform.</summary>
public sealed class PlatformSecretsTests : IDisposable
{
    private const string Token = "s3cret.token";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("platform");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_token_is_read_for_each_comparison_and_a_wrong_one_is_asked_with_once()
    {
        await using var platform = await SimulatedFacePlatform.StartAsync(Token, null, Stop);
        var file = Write("token", "old");
        await using var matcher = Open(Options(platform) with { TokenFile = file });
        Failed(await CompareAsync(matcher)).ShouldBe("face platform: NotAuthorised");
        platform.Asked.ShouldBe(1);
        Write("token", $" {Token}\n");
        (await CompareAsync(matcher)).Value.Same.ShouldBeTrue();
        Write("token", "two\nlines");
        Failed(await CompareAsync(matcher)).ShouldBe("face platform: NotAuthorised");
        File.Delete(file);
        Failed(await CompareAsync(matcher)).ShouldBe("face platform: NotAuthorised");
        platform.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task Both_sides_show_certificates_and_one_that_nobody_signed_gets_no_faces()
    {
        using var server = Certificate("CN=localhost");
        await using var platform = await SimulatedFacePlatform.StartAsync(null, server, Stop);
        using var own = Certificate("CN=kiosk-001");
        var options = Options(platform) with
        {
            CertificateFile = Write(
                "kiosk.pem",
                own.ExportCertificatePem() + "\n" + own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
            TrustFile = Write("trust.pem", server.ExportCertificatePem()),
        };
        await using (var matcher = Open(options)) (await CompareAsync(matcher)).Value.Same.ShouldBeTrue();
        platform.Client.ShouldBe("CN=kiosk-001");
        var asked = platform.Asked;
        await using var stranger = Open(options with { TrustFile = Write("other.pem", own.ExportCertificatePem()) });
        Failed(await CompareAsync(stranger)).ShouldBe("face platform: Offline");
        await using var unknown = Open(options with { TrustFile = null });
        Failed(await CompareAsync(unknown)).ShouldBe("face platform: Offline");
        platform.Asked.ShouldBe(asked);
    }

    [Fact]
    public void Files_that_are_away_or_hold_something_else_are_named_at_the_start()
    {
        var text = Write("text", "no certificate");
        Said(new(Https, "bank") { TokenFile = "/nowhere/token" }).ShouldBe("tokenFile: is not there");
        foreach (var path in new[] { "/nowhere/file", text })
        {
            Said(new(Https, "bank") { CertificateFile = path }).ShouldBe("certificateFile: cannot be read as PEM");
            Said(new(Https, "bank") { TrustFile = path }).ShouldBe("trustFile: cannot be read as PEM");
        }
    }

    private static Uri Https => new("https://bank.example/compare");

    private static string Said(PlatformOptions options) =>
        HttpFaceMatcher.Open(options, new Random(1), TimeProvider.System).Failure!.Said;

    private static PlatformOptions Options(SimulatedFacePlatform platform) => new(platform.Address, "bank")
    {
        AttemptWithin = TimeSpan.FromMinutes(1),
        Within = TimeSpan.FromMinutes(5),
    };

    private static X509Certificate2 Certificate(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
