namespace KioskSuite.Dev.Demo;

/// <summary>
/// A wall clock that leaps when told to, for one process: Debian's libfaketime, preloaded. Monotonic clocks go on.
/// </summary>
internal sealed class FakeClock
{
    private const string Libraries = "/usr/lib";
    private const string Library = "libfaketime.so.1";
    private readonly string _file;

    private FakeClock(string library, string file)
    {
        _file = file;
        Environment = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = library,
            ["FAKETIME_TIMESTAMP_FILE"] = file,
            ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        };
    }

    /// <summary>What the process must be started with.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Makes a clock that tells the right time until it leaps.</summary>
    /// <exception cref="LauncherException">The library is not installed.</exception>
    public static FakeClock Create(string folder)
    {
        var library = Directory.EnumerateDirectories(Libraries)
            .Select(d => Path.Combine(d, "faketime", Library)).FirstOrDefault(File.Exists)
            ?? throw new LauncherException($"{Library} is missing: install the package faketime");
        var clock = new FakeClock(library, Path.Combine(folder, "clock"));
        clock.Leap("+0");
        return clock;
    }

    /// <summary>From now on the clock is off by that much.</summary>
    /// <param name="by">As libfaketime reads it, such as <c>+1d</c>.</param>
    public void Leap(string by)
    {
        var next = _file + ".next";
        File.WriteAllText(next, by + "\n");
        File.Move(next, _file, overwrite: true);
    }
}
