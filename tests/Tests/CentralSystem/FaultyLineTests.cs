using Grpc.Core;
using KioskSuite.CentralSystem;
using KioskSuite.Grpc.Wire;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>The scripted faults on real connections: what was committed, and what the client is told.</summary>
public sealed class FaultyLineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("away-before-stop-card", "active")]
    [InlineData("away-during-stop-card", "stopped")]
    [InlineData("reply-lost-stop-card", "stopped")]
    public async Task A_lost_answer_leaves_what_was_done_and_the_same_key_learns_of_it(string fault, string meanwhile)
    {
        await using var line = await Line.StartAsync(CentralFault.Named(fault)!, "");
        var stop = line.Stop();
        (await CentralBench.CodeOf(() => line.StopAsync(stop))).ShouldBe(StatusCode.Unavailable);
        line.OldCard.ShouldBe(meanwhile);
        await line.Central.ObeyAsync(new MemoryStream("return\n"u8.ToArray()), line.Within);
        (await line.StopAsync(stop)).Already.ShouldBeFalse();
        line.OldCard.ShouldBe("stopped");
    }

    [Fact]
    public async Task An_answer_that_came_twice_is_not_believed_and_the_same_key_asks_again()
    {
        await using var line = await Line.StartAsync(CentralFault.Named("duplicate-reply")!, "");
        var stop = line.Stop();
        (await CentralBench.CodeOf(() => line.StopAsync(stop))).ShouldBe(StatusCode.Unimplemented);
        (await line.StopAsync(stop)).Already.ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_leaves_before_central_goes_away()
    {
        await using var line = await Line.StartAsync(CentralFault.Named("away-after-stop-card")!, "");
        (await line.StopAsync(line.Stop())).EffectiveAt.ShouldBeGreaterThan(0);
        (await CentralBench.CodeOf(() => line.StopAsync(line.Stop()))).ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task A_held_answer_is_committed_before_anybody_hears_of_it()
    {
        await using var line = await Line.StartAsync(CentralFault.None, "stop-card");
        var answer = line.StopAsync(line.Stop());
        (await line.Held.Task.WaitAsync(line.Within)).ShouldBe("stop-card");
        line.OldCard.ShouldBe("stopped");
        answer.IsCompleted.ShouldBeFalse();
        await line.Central.ObeyAsync(new MemoryStream("release stop-card\n"u8.ToArray()), line.Within);
        (await answer).EffectiveAt.ShouldBeGreaterThan(0);
    }

    private sealed class Line : IAsyncDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("central-").FullName;
        private readonly CancellationTokenSource _within = new(Patience);
        private GrpcChannel? _channel;

        public RunningCentral Central { get; private set; } = null!;

        public TaskCompletionSource<string> Held { get; } = new();

        public CancellationToken Within => _within.Token;

        /// <summary>State of the old card, read as another process would.</summary>
        public string OldCard
        {
            get
            {
                var path = Path.Combine(_folder, CentralServer.FileName);
                using var reader = new Microsoft.Data.Sqlite.SqliteConnection(
                    $"Data Source={path};Mode=ReadOnly;Pooling=False");
                reader.Open();
                using var command = reader.CreateCommand();
                command.CommandText = "SELECT state FROM card WHERE card = 'card-0001'";
                return (string)command.ExecuteScalar()!;
            }
        }

        public static async Task<Line> StartAsync(CentralFault fault, string hold)
        {
            var line = new Line();
            var options = new Options(line._folder, CentralBench.SeedPath, 0, 0, fault, hold);
            line.Central = await RunningCentral.StartAsync(
                options,
                CentralBench.ReadSeed(),
                TimeProvider.System,
                line.Within,
                call => line.Held.TrySetResult(call));
            line._channel = GrpcChannel.ForAddress(new Uri(line.Central.Grpc));
            return line;
        }

        public Stop Stop() => new()
        {
            Key = new()
            {
                Epoch = CentralBench.Epoch(),
                Seq = 7,
                Hash = CentralBench.Hash("entry 7"),
                Case = 3,
                Kiosk = CentralBench.Kiosk,
            },
            Card = CentralBench.OldCard,
            ConsentSha256 = CentralBench.Hash("stop"),
        };

        public async Task<Stopped> StopAsync(Stop stop) =>
            await new Commands.CommandsClient(_channel!).StopCardAsync(stop, cancellationToken: Within);

        public async ValueTask DisposeAsync()
        {
            _channel?.Dispose();
            await Central.DisposeAsync();
            _within.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
