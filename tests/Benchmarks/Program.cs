// What ./kiosk bench and ./kiosk pad-suite start: figures beside a named rival, never absolute promises.
using KioskSuite.Benchmarks.PadSuite;

const int UsageError = 64;
switch (args)
{
    case ["pad-suite", .. var options]:
        return await PadCommand.RunAsync(options, CancellationToken.None);
    default:
        await Console.Error.WriteLineAsync("usage: bench vision [--json] | pad-suite [--quick] [--json]");
        return UsageError;
}
