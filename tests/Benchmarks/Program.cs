using System.Text.Json;
using KioskSuite.Benchmarks.Chip;
using KioskSuite.Benchmarks.PadSuite;
using KioskSuite.Benchmarks.Vision;

// What ./kiosk bench and ./kiosk pad-suite start: figures beside a named rival, never absolute promises.
// Behind the launcher it ends when its standard input closes, so that nothing outlives a killed launcher.
const int UsageError = 64;
const int NotHeld = 1;
const int Ended = 130;
const string EndsWithInput = "--ends-with-input";
if (args is [SourceProcess.Command, var folder, var rate])
{
    await MjpegSource.RunAsync(folder, int.Parse(rate), Console.In);
    return 0;
}

using var stop = new CancellationTokenSource();
if (args is [EndsWithInput, .. var others])
{
    args = others;
    _ = StopWithInputAsync(stop);
}

try
{
    switch (args)
    {
        case ["bench", "vision", .. var rest] when VisionOptions.Parse(rest) is { } options:
            return await VisionAsync(options, stop.Token);
        case ["bench", "chip", .. var rest] when ChipOptions.Parse(rest) is { } options:
            return await ChipAsync(options, stop.Token);
        case ["pad-suite", .. var words]:
            return await PadCommand.RunAsync(words, stop.Token);
        default:
            await Console.Error.WriteLineAsync("usage: bench vision|chip [--json] | pad-suite [--quick] [--json]");
            return UsageError;
    }
}
catch (OperationCanceledException)
{
    return Ended;
}
catch (InvalidOperationException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return NotHeld;
}

static async Task<int> VisionAsync(VisionOptions options, CancellationToken stop)
{
    var text = options.Json ? Console.Error : Console.Out;
    var report = await new VisionBench(options, text).RunAsync(stop);
    await report.PrintAsync(text);
    if (options.Json) await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
    return report.Passed ? 0 : NotHeld;
}

static async Task<int> ChipAsync(ChipOptions options, CancellationToken stop)
{
    var text = options.Json ? Console.Error : Console.Out;
    var report = await new ChipBench(options, text).RunAsync(stop);
    await report.PrintAsync(text);
    if (options.Json) await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
    return report.Passed ? 0 : NotHeld;
}

static async Task StopWithInputAsync(CancellationTokenSource stop)
{
    await using var input = Console.OpenStandardInput();
    await input.CopyToAsync(Stream.Null);
    await stop.CancelAsync();
}
