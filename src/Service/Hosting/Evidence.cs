using KioskSuite.CentralLink;
using KioskSuite.Grpc.Wire;
using KioskSuite.Jobs;
using KioskSuite.Journal;
using KioskSuite.Service.Configuration;

namespace KioskSuite.Service.Hosting;

/// <summary>Where evidence waits and how it goes to central, as the configuration says.</summary>
internal static class Evidence
{
    /// <summary>Opens the folder and removes what the journal does not name.</summary>
    /// <returns>Null on a kiosk that takes none.</returns>
    /// <exception cref="ConfigurationException">A camera without evidence, or a key or folder that is none.</exception>
    public static EvidenceFiles? Open(KioskConfiguration configuration, IJournal journal)
    {
        if (configuration.Evidence is not { } evidence)
        {
            return configuration.Camera is null
                ? null
                : throw new ConfigurationException("camera: needs evidence, the folder and key for what it saw");
        }

        try
        {
            var files = EvidenceFiles.Open(new EvidenceOptions(
                evidence.Folder, configuration.Kiosk.Id, Convert.FromBase64String(evidence.Key)));
            EvidenceSweep.Run(journal, files);
            return files;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new ConfigurationException($"evidence.key: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"evidence.folder: {e.Message}");
        }
    }

    /// <summary>The loop that carries files to central; without files it waits to be stopped.</summary>
    public static Func<CancellationToken, Task> Upload(
        EvidenceFiles? files, KioskConfiguration configuration, GrpcChannel channel, Backoff backoff, TimeProvider time)
    {
        if (files is null)
        {
            return stop => Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
        }

        var central = new Messages.Central.Evidence.EvidenceClient(channel);
        var options = new EvidenceUploadOptions(configuration.Kiosk.Id);
        return new EvidenceUpload(files, central, options, backoff.PauseAsync, time).RunAsync;
    }
}
