using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KioskSuite.Devices;

namespace KioskSuite.FaceMatcher.Http;

/// <summary>Reads token and certificates out of files; what they hold appears in no text.</summary>
internal static class PlatformSecrets
{
    private const int MostTokenBytes = 4096;
    private const int LargestHeadKiB = 8;

    /// <returns>The token without white space round it, or null when there is none that a header can carry.</returns>
    public static async Task<string?> ReadTokenAsync(string path, CancellationToken stop)
    {
        try
        {
            if (new FileInfo(path).Length > MostTokenBytes) return null;
            var token = (await File.ReadAllTextAsync(path, stop)).Trim();
            return token.Length > 0 && token.All(c => c is > ' ' and <= '~') ? token : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;        // whoever asks treats it as no token
        }
    }

    /// <summary>Makes what speaks HTTP: no proxy, redirect, cookie or compression.</summary>
    /// <returns>The failure's words begin with the option that is wrong.</returns>
    public static Outcome<HttpMessageInvoker> Open(PlatformOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = 1,
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = LargestHeadKiB,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            UseCookies = false,
            UseProxy = false,
        };
        var option = "certificateFile";
        try
        {
            if (options.CertificateFile is { } own)
            {
                handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(own, own)];
            }

            option = "trustFile";
            if (options.TrustFile is { } trust) handler.SslOptions.CertificateChainPolicy = Trust(trust);
            return new HttpMessageInvoker(handler, disposeHandler: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            handler.Dispose();
            return new Failure(DeviceFault.Refused, $"{option}: cannot be read as PEM");
        }
    }

    private static X509ChainPolicy Trust(string path)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // A bank's own authority seldom publishes lists that a kiosk can reach.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(path);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException();
    }
}
