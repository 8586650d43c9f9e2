using System.Runtime.InteropServices;
using System.Text.Json;
using KioskSuite.CentralSystem;

const int StartUpFailed = 64;
try
{
    var options = Options.Parse(args);
    using var stop = new CancellationTokenSource();
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    var seed = SeedFile.Read(options.SeedFile);
    await using var running = await RunningCentral.StartAsync(
        options, seed, TimeProvider.System, stop.Token, point => Say(new { @event = "held", point }));
    foreach (var suite in Suites.Here.Reports)
        Say(new { @event = "suite", suite.Suite, suite.Available, suite.Missing, suite.SelfConsistentOnly });
    Say(new { @event = "ready", grpc = running.Grpc, cardNetwork = running.CardNetwork });
    await running.ObeyAsync(Console.OpenStandardInput(), stop.Token);
    return 0;

    // One write for each line: Console.Out is synchronised.
    static void Say(object said) => Console.Out.WriteLine(JsonSerializer.Serialize(said, JsonSerializerOptions.Web));

    void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
catch (StartUpException wrong)
{
    await Console.Error.WriteLineAsync($"central: {wrong.Message}");
    return StartUpFailed;
}
