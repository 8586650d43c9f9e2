// What ./kiosk bench and ./kiosk pad-suite start: figures beside a named rival, never absolute promises.
const int UsageError = 64;
switch (args)
{
    default:
        await Console.Error.WriteLineAsync("usage: bench vision [--json] | pad-suite [--quick] [--json]");
        return UsageError;
}
