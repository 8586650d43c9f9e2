namespace KioskSuite.Benchmarks.Vision;

internal sealed record VisionReport(IReadOnlyList<Standing> Standings);
