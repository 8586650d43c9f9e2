using KioskSuite.Service.Configuration;
using KioskSuite.Service.Hosting;

// KioskSuite.Service --config FILE [--until-stdin-closes]
const int ConfigurationError = 78;
if (args is not ["--config", var file, .. var rest] || rest is not ([] or ["--until-stdin-closes"]))
{
    await Console.Error.WriteLineAsync("usage: KioskSuite.Service --config FILE [--until-stdin-closes]");
    return ConfigurationError;
}

try
{
    await using var kiosk = await Kiosk.StartAsync(ConfigurationFile.Read(file), file, TimeProvider.System);
    await Console.Out.WriteLineAsync($$"""{"event":"ready","screen":"{{kiosk.Address}}"}""");
    await kiosk.RunAsync(untilStdinCloses: rest.Length > 0);
    return 0;
}
catch (ConfigurationException e)
{
    await Console.Error.WriteLineAsync($"configuration: {e.Message}");
    return ConfigurationError;
}
catch (KioskSuite.Journal.JournalException e)
{
    await Console.Error.WriteLineAsync($"journal: {e.Message}");
    return 70;
}
