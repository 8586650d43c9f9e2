namespace KioskSuite.Benchmarks.Vision;

/// <summary>What <c>./kiosk bench</c> and <c>./kiosk test</c> build and unpack before they start programs.</summary>
internal static class Artifacts
{
    public static string Shim => Find("native", "libkioskvision.so");

    public static string PlainLoop => Find("native", "plain_loop");

    /// <summary>A real portrait in the public domain, of Debian's python3-skimage.</summary>
    public static string Portrait => Find("pictures", "astronaut.png");

    private static string Find(params string[] parts)
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "KioskSuite.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        var path = Path.Combine([folder ?? "/", "artifacts", .. parts]);
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is not there: ./kiosk makes it");
    }
}
