using System.Security.Cryptography;
using Google.Protobuf;
using KioskSuite.CentralLink;
using KioskSuite.Grpc.Wire;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Face;
using KioskSuite.Journal;
using KioskSuite.Messages.Central;
using KioskSuite.Messages.Entries;
using KioskSuite.Service.Configuration;
using KioskSuite.Service.Health;
using KioskSuite.Service.Screen;

namespace KioskSuite.Service.Hosting;

/// <summary>The whole kiosk: every adapter and every loop is named here.</summary>
internal sealed class Kiosk : IAsyncDisposable
{
    private const string Software = "KioskSuite 0.1";
    private static readonly TimeSpan s_endWithin = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private readonly JournalStore _journal;
    private readonly GrpcChannel _channel;
    private readonly Adapters _adapters;
    private readonly WebApplication _web;
    private readonly EvidenceFiles? _evidence;
    private readonly IReadOnlyList<Func<CancellationToken, Task>> _loops;

    private Kiosk(
        JournalStore journal,
        GrpcChannel channel,
        Adapters adapters,
        WebApplication web,
        EvidenceFiles? evidence,
        IReadOnlyList<Func<CancellationToken, Task>> loops)
    {
        (_journal, _channel, _adapters, _web) = (journal, channel, adapters, web);
        (_evidence, _loops) = (evidence, loops);
    }

    public string Address => _web.Urls.First();

    /// <summary>Opens the journal, composes, and listens. Devices open later, in parallel, and may be absent.</summary>
    public static async Task<Kiosk> StartAsync(KioskConfiguration configuration, string file, TimeProvider time)
    {
        var journal = await JournalStore.OpenAsync(
            new JournalOptions(configuration.Journal), time, CancellationToken.None);
        var ledger = new Ledger(journal);
        ledger.Load();
        var board = new JourneyBoard();
        var policies = configuration.Policies;
        var backoff = new Backoff(policies.BackoffFirst, policies.BackoffMost, new Random(), time);
        var channel = GrpcChannel.ForAddress(configuration.Central, time: time);
        var adapters = await AdaptersAsync(configuration, time);
        var options = new UplinkOptions(configuration.Kiosk.Id, Software);
        var uplink = new Uplink(journal, new Link.LinkClient(channel), options, backoff.PauseAsync, time);
        var health = HostOf(adapters.Devices, time);
        var readiness = new Readiness(health, ledger, adapters.Devices, () => uplink.State == UplinkState.Fenced);
        var commands = new Commands.CommandsClient(channel);
        var (face, evidence) = (new FaceBoard(time), Evidence.Open(configuration, journal));
        var hash = SHA256.HashData(await File.ReadAllBytesAsync(file, CancellationToken.None));
        var checks = evidence is null
            ? null
            : new FaceParts(face, evidence, RandomNumberGenerator.Create(), Software, hash);
        var jobs = Journeys.Compose(
            configuration, ledger, board, backoff, commands, adapters.Devices, health, readiness, checks, time);
        var status = new StatusReport(journal, ledger, uplink, health, () => StandingOf(jobs));
        var web = ScreenHost.Build(configuration.Screen, board, face, status, policies, time);
        await web.StartAsync(CancellationToken.None);
        var started = new ServiceStarted { Software = Software, ConfigSha256 = ByteString.CopyFrom(hash) };
        var upload = Evidence.Upload(evidence, configuration, channel, backoff, time);
        return new Kiosk(journal, channel, adapters, web, evidence, [
            health.RunAsync, stop => jobs.RunAsync(started, stop), uplink.RunAsync, upload, adapters.WarmAsync]);
    }

    private static async Task<Adapters> AdaptersAsync(KioskConfiguration configuration, TimeProvider time)
    {
        var adapters = Adapters.Of(configuration, time);
        try
        {
            await adapters.CheckModelsAsync(configuration.Camera, CancellationToken.None);
            return adapters;
        }
        catch (ConfigurationException)
        {
            await adapters.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Runs until a signal, until standard input closes when asked to, or until a loop ends by a bug.
    /// </summary>
    public async Task RunAsync(bool untilStdinCloses)
    {
        using var signals = _web.Lifetime.ApplicationStopping.Register(_stop.Cancel);
        Task[] running = [.. _loops.Select(loop => loop(_stop.Token))];
        var loops = Task.WhenAny(running);
        var ends = untilStdinCloses
            ? StandardInput.ClosedAsync()
            : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
        await Task.WhenAny(loops, ends, _journal.Ended);
        var broken = loops.IsCompleted && !_stop.IsCancellationRequested ? await loops : Task.CompletedTask;
        await _stop.CancelAsync();
        await broken;
        await EndedAsync(running);
        if (_journal.Ended.IsCompleted && await _journal.Ended is { } failed)
        {
            throw failed;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _web.DisposeAsync();
        await _adapters.DisposeAsync();
        _channel.Dispose();
        _evidence?.Dispose();
        await _journal.DisposeAsync();
        _stop.Dispose();
    }

    // What a loop learned must be written before adapters and journal close under it.
    private static async Task EndedAsync(params Task[] loops)
    {
        try
        {
            await Task.WhenAll(loops).WaitAsync(s_endWithin, TimeProvider.System, CancellationToken.None);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            // Cancelled as asked, or stuck in a device: the journal's intentions tell the next start.
        }
    }

    private static DeviceHost HostOf(KioskDevices devices, TimeProvider time)
    {
        var options = new DeviceHostOptions();
        var backoff = new Backoff(options.BackoffFirst, options.BackoffMost, new Random(), time);
        return new DeviceHost(devices.All, backoff, options, time);
    }

    private static Standing StandingOf(JobRunner jobs) =>
        new(jobs.Settled.IsCompleted, jobs.Readiness.Offer, jobs.Readiness.Hindrances);
}
