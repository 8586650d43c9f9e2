namespace KioskSuite.Dev.Demo;

/// <summary>The demo's command line.</summary>
internal sealed record DemoOptions
{
    public bool Once { get; init; }

    public bool Json { get; init; }

    public bool ListFaults { get; init; }

    public bool ListKills { get; init; }

    public string Keep { get; init; } = "";

    public string Fault { get; init; } = "";

    public string Kill { get; init; } = "";

    /// <summary>Which blanks lie in the hopper: a name of the table's <c>cards</c>, or empty for the seed's.</summary>
    public string Card { get; init; } = "";

    /// <summary>Who is killed: <c>service</c>, <c>central</c> or <c>both</c>.</summary>
    public string Victim { get; init; } = "service";

    public static DemoOptions Parse(IReadOnlyList<string> args)
    {
        var options = new DemoOptions();
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--once" => options with { Once = true },
                "--json" => options with { Json = true },
                "--faults" => options with { ListFaults = true },
                "--kills" => options with { ListKills = true },
                "--keep" => options with { Keep = Value(args, ++i) },
                "--fault" => options with { Fault = Value(args, ++i), Once = true },
                "--kill" => options with { Kill = Value(args, ++i), Once = true },
                "--card" => options with { Card = Value(args, ++i) },
                "--victim" => options with { Victim = Value(args, ++i) },
                _ => throw new LauncherException($"unknown argument '{args[i]}'; see README.md"),
            };
        }

        return options;
    }

    private static string Value(IReadOnlyList<string> args, int i) =>
        i < args.Count ? args[i] : throw new LauncherException($"{args[i - 1]} needs a value");
}
