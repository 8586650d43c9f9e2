using KioskSuite.Devices;
using KioskSuite.FaceMatcher.Http;
using KioskSuite.Imaging;
using KioskSuite.Imaging.Onnx;
using KioskSuite.Service.Configuration;

namespace KioskSuite.Service.Hosting;

/// <summary>What a site supplies for faces: used as it says, or the kiosk does not start.</summary>
internal static class FaceModels
{
    /// <exception cref="ConfigurationException">A setting that makes no sense; the message names it.</exception>
    public static ImagingOptions Options(CameraConfiguration? camera)
    {
        if (camera?.Matcher is not null && camera.Detector is null)
        {
            throw new ConfigurationException("camera.matcher: needs camera.detector, whose points lay faces upright");
        }

        if (camera?.Matcher is not null && camera.Platform is not null)
        {
            throw new ConfigurationException("camera.platform: stands beside camera.matcher; only one can compare");
        }

        return new ImagingOptions
        {
            Detector = camera?.Detector is { } d ? File("camera.detector", d.Model, d.Sha256) : null,
            Matcher = camera?.Matcher is { } m ? Matcher(m) : null,
        };
    }

    /// <returns>Null where no platform compares.</returns>
    public static IFaceMatcher? Platform(CameraConfiguration camera, TimeProvider time)
    {
        if (camera.Platform is not { } p)
        {
            return null;
        }

        var options = new PlatformOptions(p.Address, p.Name)
        {
            TokenFile = p.TokenFile,
            CertificateFile = p.CertificateFile,
            TrustFile = p.TrustFile,
        };
        var opened = HttpFaceMatcher.Open(options, new Random(), time);
        return opened.Failure is { } refused
            ? throw new ConfigurationException($"camera.platform.{refused.Said}")
            : opened.Value;
    }

    /// <summary>Has the imaging process load the models now.</summary>
    /// <exception cref="ConfigurationException">One is refused; the message names the setting.</exception>
    public static async Task CheckAsync(ImagingProcess imaging, CameraConfiguration? camera, CancellationToken stop)
    {
        if (camera is null or { Detector: null, Matcher: null })
        {
            return;
        }

        var loaded = await imaging.LoadModelsAsync(stop);
        if (loaded.Failure is { } failure)
        {
            throw new ConfigurationException($"camera: models cannot be loaded: {failure.Said}");
        }

        Check("camera.detector", camera.Detector?.Model, loaded.Value.Detector);
        Check("camera.matcher", camera.Matcher?.Model, loaded.Value.Matcher);
    }

    private static void Check(string setting, string? path, ModelRefusal? refusal)
    {
        if (refusal is null)
        {
            return;
        }

        throw new ConfigurationException(refusal.Problem switch
        {
            ModelProblem.Unreadable => $"{setting}.model: {path} cannot be read",
            ModelProblem.WrongHash => $"{setting}.sha256: {path} is another file",
            _ => $"{setting}.model: {path} cannot be used: {refusal}",
        });
    }

    private static MatcherModel Matcher(MatcherConfiguration m)
    {
        if (m.Threshold is not (>= -1 and <= 1))
        {
            throw new ConfigurationException("camera.matcher.threshold: is a cosine, from -1 to 1");
        }

        if (!double.IsFinite(m.Mean) || !double.IsFinite(m.Scale) || m.Scale == 0)
        {
            throw new ConfigurationException("camera.matcher.scale: with it every face would be the same");
        }

        var bgr = m.Channels switch
        {
            "rgb" => false,
            "bgr" => true,
            _ => throw new ConfigurationException($"camera.matcher.channels: {m.Channels} is neither rgb nor bgr"),
        };
        var file = File("camera.matcher", m.Model, m.Sha256);
        return new MatcherModel(file, (float)m.Threshold, (float)m.Mean, (float)m.Scale, bgr);
    }

    private static ModelFile File(string setting, string path, string sha256) =>
        sha256.Length == 64 && sha256.All(char.IsAsciiHexDigit)
            ? new ModelFile(path, sha256)
            : throw new ConfigurationException($"{setting}.sha256: is not 64 hex digits");
}
