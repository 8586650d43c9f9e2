using System.Runtime.InteropServices;
using System.Text.Json;
using KioskSuite.Fuzz;
using KioskSuite.Issuance.Products;

// What ./kiosk fuzz starts: every parser of Issuance against mutated input, led by the blocks that it reached.
const int UsageError = 64;
const string Inside = "inside";
using var stop = new CancellationTokenSource();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Cancel(c));
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Cancel(c));
if (FuzzOptions.Parse([.. args.Where(a => a != Inside)]) is not { } options)
{
    await Console.Error.WriteLineAsync("usage: [--executions N] [--seed S] [--json] [--planted PARSER,…]");
    return UsageError;
}

if (!args.Contains(Inside))
{
    using var workshop = new Workshop();
    return await workshop.RunAsync([.. args, Inside], stop.Token);
}

var profile = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "profile.json"));
var all = Targets.All(profile);
var targets = all.Where(t => options.Planted.Count == 0 || options.Planted.Contains(t.Name)).ToList();
var shares = targets.Sum(t => t.Share);
var reports = new List<TargetReport>();
foreach (var target in targets)
{
    var coverage = new Coverage(typeof(ProfileFile).Assembly);
    reports.Add(FuzzLoop.Run(target, coverage, options.Seed, options.Executions * target.Share / shares));
    stop.Token.ThrowIfCancellationRequested();
}

return await new FuzzReport(options, reports).PrintAsync(Console.Out, JsonSerializerOptions.Web);

void Cancel(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
