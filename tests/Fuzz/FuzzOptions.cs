namespace KioskSuite.Fuzz;

/// <summary>The command line.</summary>
/// <param name="Executions">Of all targets together.</param>
/// <param name="Seed">Of the mutations.</param>
/// <param name="Json">Report as JSON.</param>
/// <param name="Planted">Parsers in which a bug is planted: success is that each is found. Only they are run.</param>
internal sealed record FuzzOptions(long Executions, int Seed, bool Json, IReadOnlyList<string> Planted)
{
    private const long FewExecutions = 200_000;

    /// <summary>Null for anything unknown.</summary>
    public static FuzzOptions? Parse(IReadOnlyList<string> words)
    {
        var options = new FuzzOptions(FewExecutions, 1, Json: false, []);
        for (var i = 0; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "--json":
                    options = options with { Json = true };
                    break;
                case "--planted" when i + 1 < words.Count:
                    (options, i) = (options with { Planted = words[i + 1].Split(',') }, i + 1);
                    break;
                case "--executions" when i + 1 < words.Count && long.TryParse(words[i + 1], out var count) && count > 0:
                    (options, i) = (options with { Executions = count }, i + 1);
                    break;
                case "--seed" when i + 1 < words.Count && int.TryParse(words[i + 1], out var seed):
                    (options, i) = (options with { Seed = seed }, i + 1);
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
