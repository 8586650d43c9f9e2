using System.Runtime.InteropServices;
using KioskSuite.Dev;
using KioskSuite.Dev.Demo;
using KioskSuite.Dev.Invariants;
using KioskSuite.Dev.Proofs;
using KioskSuite.Dev.Testing;

// The program behind ./kiosk: demo, test, prove, bench, pad-suite, evidence, profile, fuzz.
const int UsageError = 64;
using var stop = new CancellationTokenSource();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Cancel(c));
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Cancel(c));
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, c => Cancel(c));
try
{
    return args switch
    {
        ["demo", .. var rest] =>
            await new DemoRun(DemoOptions.Parse(rest), Console.Out, Console.Error).RunAsync(stop.Token),
        ["prove", "kill", .. var rest] =>
            await new KillProof(KillOptions.Parse(rest), Console.Out, Console.Error).RunAsync(stop.Token),
        ["prove", "parsers"] => await FuzzRun.ProveAsync(Console.Out, stop.Token),
        ["fuzz", .. var rest] => await FuzzRun.RunAsync(rest, stop.Token),
        ["prove", "bugs"] => await new BugProof(Console.Out, Console.Error).RunAsync(stop.Token),
        ["bench" or "pad-suite", ..] => await BenchmarkRun.RunAsync(args, stop.Token),
        ["profile", "export", var product] => await Profiles.ExportAsync(product, Console.Out, Console.Error),
        ["evidence", var folder] => await EvidenceReading.RunAsync(folder, Console.Out),
        ["test", .. var rest] => await TestRun.RunAsync(rest, stop.Token),
        _ => throw new LauncherException(
            "usage: ./kiosk demo [--once] [--json] [--fault NAME] [--kill POINT] [--victim WHO] [--card NAME] "
            + "[--keep DIR] | "
            + "./kiosk prove kill --rounds N [--seed S] | ./kiosk prove bugs | ./kiosk prove parsers | "
            + "./kiosk fuzz [--executions N] [--seed S] [--json] | ./kiosk test | "
            + "./kiosk bench vision|chip [--json] | ./kiosk pad-suite [--quick] [--json] | ./kiosk evidence DIR | "
            + "./kiosk profile export PRODUCT"),
    };
}
catch (LauncherException e)
{
    await Console.Error.WriteLineAsync($"kiosk: {e.Message}");
    return UsageError;
}
catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync($"kiosk: {e.Message} (use --keep DIR and see its logs)");
    return UsageError;
}
catch (OperationCanceledException)
{
    return 130;
}

void Cancel(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
