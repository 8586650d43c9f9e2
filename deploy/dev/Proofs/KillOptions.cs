using System.Globalization;
using KioskSuite.Dev.Demo;

namespace KioskSuite.Dev.Proofs;

/// <summary>The command line of <c>prove kill</c>.</summary>
/// <param name="Rounds">Customers, one after the other.</param>
/// <param name="Seed">Number that all kills follow from.</param>
/// <param name="Keep">Folder to keep, or empty.</param>
internal sealed record KillOptions(int Rounds, int Seed, string Keep)
{
    private const int MostRounds = 10_000;

    /// <exception cref="LauncherException">An argument is unknown, without value or out of range.</exception>
    public static KillOptions Parse(IReadOnlyList<string> args)
    {
        var options = new KillOptions(0, Random.Shared.Next(), "");
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new LauncherException($"{args[i]} needs a value");
            options = args[i] switch
            {
                "--rounds" => options with { Rounds = Number(args[i], value) },
                "--seed" => options with { Seed = Number(args[i], value) },
                "--keep" => options with { Keep = value },
                _ => throw new LauncherException($"unknown argument '{args[i]}'; see README.md"),
            };
        }

        return options.Rounds is >= 1 and <= MostRounds
            ? options
            : throw new LauncherException($"--rounds must be 1 to {MostRounds}");
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new LauncherException($"{name} needs a number");
}
