namespace KioskSuite.Service.Hosting;

/// <summary>A child whose standard input ends, ends: that survives a parent killed with -9.</summary>
internal static class StandardInput
{
    public static async Task ClosedAsync()
    {
        await using var input = Console.OpenStandardInput();
        var sink = new byte[256];
        while (await input.ReadAsync(sink) > 0)
        {
            // Nothing is said on this channel; only its end counts.
        }
    }
}
