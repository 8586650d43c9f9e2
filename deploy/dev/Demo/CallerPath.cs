namespace KioskSuite.Dev.Demo;

/// <summary>A path as the person typed it: from where they stood when they called <c>./kiosk</c>.</summary>
internal static class CallerPath
{
    public static string Full(string typed) => Path.GetFullPath(
        typed, Environment.GetEnvironmentVariable("KIOSK_FROM") ?? Environment.CurrentDirectory);
}
