namespace KioskSuite.Dev.Proofs;

/// <summary>One kill -9: when, counted in steps of the journey seen to end and then in time, and of whom.</summary>
internal sealed record Moment(int Steps, TimeSpan Then, bool Service, bool Central)
{
    public string Victims => (Service, Central) switch
    {
        (true, true) => "service and central",
        (true, false) => "service",
        _ => "central",
    };

    public override string ToString() => $"{Victims} after {Steps} steps and {Then.TotalMilliseconds:0} ms";
}

/// <summary>
/// Draws the kills of each round. Steps and not only seconds, so that a slow machine is cut in the same places.
/// </summary>
internal sealed class KillPlan(int seed)
{
    private const int StepsOfJourney = 19;
    private const int LongestPauseMs = 700;
    private const int Percent = 100;
    private const int RoundsWithKill = 92;
    private const int RoundsWithSecondKill = 20;
    private const int OnlyCentral = 20;
    private const int Both = 20;
    private readonly Random _random = new(seed);

    /// <summary>What is killed under the next customer, in order; mostly one kill, seldom none or two.</summary>
    public IReadOnlyList<Moment> Next()
    {
        // All draws are made in each round, so that a round's kills do not depend on how rounds before went.
        var (first, second) = (Draw(), Draw());
        var chance = _random.Next(Percent);
        return chance >= RoundsWithKill ? [] : chance < RoundsWithSecondKill ? [first, second] : [first];
    }

    private Moment Draw()
    {
        var steps = _random.Next(StepsOfJourney + 1);
        var then = TimeSpan.FromMilliseconds(_random.Next(LongestPauseMs));
        var victim = _random.Next(Percent);
        return new Moment(steps, then, Service: victim >= OnlyCentral, Central: victim < OnlyCentral + Both);
    }
}
