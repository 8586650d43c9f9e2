using System.Diagnostics;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using KioskSuite.CentralLink;
using KioskSuite.CentralSystem;
using KioskSuite.Grpc.Wire;
using KioskSuite.Journal;
using KioskSuite.Messages.Central;
using KioskSuite.Tests.CentralSystem;
using KioskSuite.Tests.Journal;
using Client = KioskSuite.Messages.Central.Evidence.EvidenceClient;

namespace KioskSuite.Tests.Sealing;

/// <summary>A folder of sealed files, the real central on a real port, and the real upload between them.</summary>
internal sealed class UploadBench : IAsyncDisposable
{
    public const string Kiosk = "kiosk-001";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly TempFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private int _pauses;

    private UploadBench(RunningCentral central, Seed seed)
    {
        Central = central;
        Channel = GrpcChannel.ForAddress(new Uri(central.Grpc));
        var key = Convert.FromBase64String(seed.Issuer.EvidencePublicKey);
        Files = EvidenceFiles.Open(new(_folder.File("evidence"), Kiosk, key));
    }

    public RunningCentral Central { get; }

    public GrpcChannel Channel { get; }

    public EvidenceFiles Files { get; }

    public Client Line => new(Channel);

    public EvidenceUpload Upload { get; private set; } = null!;

    public int Pauses => Volatile.Read(ref _pauses);

    public string Database { get; private init; } = "";

    public static async Task<UploadBench> StartAsync(CentralFault? fault = null)
    {
        var place = Directory.CreateTempSubdirectory("central-").FullName;
        var seed = CentralBench.ReadSeed();
        var options = new Options(place, CentralBench.SeedPath, 0, 0, fault ?? CentralFault.None);
        var central = await RunningCentral.StartAsync(options, seed, TimeProvider.System, CancellationToken.None);
        return new UploadBench(central, seed) { Database = place };
    }

    public static EvidenceItem ItemOf(SealedFile file, ulong @case) => new()
    {
        Kiosk = Kiosk,
        Name = file.Name,
        Sha256 = ByteString.CopyFrom(file.Sha256),
        Length = (ulong)file.Length,
        Case = @case,
    };

    public async Task<SealedFile> WriteAsync(ulong @case, int length = 100_000) =>
        (await Files.WriteAsync(@case, "face", RandomNumberGenerator.GetBytes(length), default)).ShouldNotBeNull();

    /// <summary>Sends these chunks and tells how the call ended; unwell is the status, or a receipt.</summary>
    public async Task<EvidenceReceipt> PutAsync(params EvidenceChunk[] chunks)
    {
        using var call = Line.Put();
        try
        {
            foreach (var chunk in chunks)
            {
                await call.RequestStream.WriteAsync(chunk);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The answer tells why.
        }

        return await call.ResponseAsync;
    }

    public EvidenceChunk[] ChunksOf(SealedFile file, ulong @case, int from, int to)
    {
        var data = ByteString.CopyFrom(Files.Read(file).AsSpan(from, to - from));
        return [new EvidenceChunk { Item = ItemOf(file, @case), Offset = (ulong)from, Data = data }];
    }

    public void Run(ISealedFolder? folder = null, CallInvoker? line = null)
    {
        Upload = new EvidenceUpload(
            folder ?? Files, new Client(line ?? Channel.CreateCallInvoker()), new(Kiosk), PauseAsync,
            TimeProvider.System);
        _running = Upload.RunAsync(_stop.Token);
    }

    public async Task UntilAsync(Func<bool> reached)
    {
        for (var began = Stopwatch.GetTimestamp(); !reached();)
        {
            _running.IsCompleted.ShouldBeFalse("the upload ended");
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Patience, "never came");
            await Task.Delay(Moment, TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        var ended = await Record.ExceptionAsync(() => _running);
        (ended is null or OperationCanceledException).ShouldBeTrue($"{ended}");
        Files.Dispose();
        Channel.Dispose();
        await Central.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
        Directory.Delete(Database, recursive: true);
    }

    private Task PauseAsync(int attempt, CancellationToken stop)
    {
        Interlocked.Increment(ref _pauses);
        return Task.Delay(Moment, TimeProvider.System, stop);
    }
}
