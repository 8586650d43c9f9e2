using System.Net;
using System.Text;
using KioskSuite.ConsoleTool;
using KioskSuite.Journal;
using KioskSuite.Tests.Journal;
using Spectre.Console;

namespace KioskSuite.Tests.ConsoleTool;

public sealed class StatusTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    private string Log => _folder.File("journal.db");

    public async ValueTask InitializeAsync()
    {
        await using var log = await JournalStore.OpenAsync(
            new JournalOptions(Log), TimeProvider.System, CancellationToken.None);
        await SampleLog.WriteAsync(log);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_tells_open_cases_cards_and_stock_from_the_log_alone()
    {
        var (exit, output) = await RunAsync("status", "--journal", Log);

        exit.ShouldBe(0);
        output.ShouldMatch(@"epoch +1 +[0-9a-f]{8} +enrolled");
        output.ShouldMatch(@"head +18 +[0-9a-f]{8} .* act\.done");
        output.ShouldMatch(@"last start .* 1\.2\.3");
        output.ShouldMatch($@"(?m)^ +{SampleLog.OpenCase} .* issue-card .*card\.stuck");
        output.ShouldNotMatch($@"(?m)^ +{SampleLog.FirstCase} .* issue-card");
        output.ShouldMatch(@"hopper +48");
        output.ShouldMatch(@"taken +1");
        output.ShouldContain("blank-2 is at chip station");
        output.ShouldContain("blank-2 stuck between chip station and printer");
        output.ShouldContain("entries of a known kind that cannot be read: 1");
        output.Split('\n').ShouldAllBe(line => line.TrimEnd().Length <= 100);
    }

    [Fact]
    public async Task Beside_it_stands_what_the_service_says()
    {
        await using var service = Service.Answering("""
            {"ready": true, "devices": [{"device": "printer", "code": "B2134"}, {"device": "reader", "code": ""}],
             "sync": {"acknowledged": 17}, "odd": "line\nbreak \u001b[31m 6222021234567890123"}
            """);

        var (exit, output) = await RunAsync("status", "--journal", Log, "--service", service.Address);

        exit.ShouldBe(0);
        output.ShouldContain("device printer  code B2134");
        output.ShouldMatch(@"acknowledged +17");
        output.ShouldNotContain("\u001b");
        output.ShouldNotContain("622202");
        output.ShouldContain("hopper");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task A_service_that_answers_nonsense_hides_nothing(string body)
    {
        await using var service = Service.Answering(body);

        var (exit, output) = await RunAsync("status", "--journal", Log, "--service", service.Address);

        exit.ShouldBe(0);
        output.ShouldContain("answers something that is no status");
        output.ShouldContain("hopper");
    }

    [Fact]
    public async Task A_service_that_is_dead_is_said_to_be()
    {
        string address;
        await using (var service = Service.Answering(""))
        {
            address = service.Address;
        }

        var (exit, output) = await RunAsync("status", "--journal", Log, "--service", address);

        exit.ShouldBe(0);
        output.ShouldContain("not reachable");
        output.ShouldContain("hopper");
        (await RunAsync("status", "--journal", Log, "--service", "ftp:nowhere")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task It_counts_the_evidence_that_waits_where_it_is_told_a_folder()
    {
        var folder = Directory.CreateDirectory(_folder.File("evidence")).FullName;
        (await RunAsync("status", "--journal", Log, "--evidence", folder)).Output
            .ShouldMatch("waiting +0 files, 0 KiB");
        File.WriteAllBytes(Path.Combine(folder, "7-face-00.sealed"), new byte[3000]);
        File.WriteAllBytes(Path.Combine(folder, "7-face-01.sealed.part"), new byte[3000]);

        var (exit, output) = await RunAsync("status", "--journal", Log, "--evidence", folder);

        exit.ShouldBe(0);
        output.ShouldMatch("waiting +1 files, 2 KiB");
        (await RunAsync("status", "--journal", Log, "--evidence", _folder.File("none"))).Output
            .ShouldContain("the folder cannot be read");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] args)
    {
        using var text = new StringWriter();
        var plain = new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) };
        var console = AnsiConsole.Create(plain);
        console.Profile.Width = 100;
        return (await CommandLine.RunAsync(args, console, TimeProvider.System), text.ToString());
    }

    /// <summary>An HTTP server on a free port with one fixed answer.</summary>
    private sealed class Service : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private Task _serving = Task.CompletedTask;

        public required string Address { get; init; }

        public static Service Answering(string body)
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            probe.Stop();
            var service = new Service { Address = address };
            service._listener.Prefixes.Add(address);
            service._listener.Start();
            service._serving = service.ServeAsync(Encoding.UTF8.GetBytes(body));
            return service;
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Close();
            await _serving;
        }

        private async Task ServeAsync(byte[] body)
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    context.Response.StatusCode = context.Request.Url?.AbsolutePath == "/health/status" ? 200 : 404;
                    await context.Response.OutputStream.WriteAsync(body);
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // Closed.
            }
        }
    }
}
