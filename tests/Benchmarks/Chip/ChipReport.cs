namespace KioskSuite.Benchmarks.Chip;

/// <summary>What <c>bench chip</c> found.</summary>
/// <param name="Duels">One by one.</param>
/// <param name="Commands">Of one personalisation.</param>
/// <param name="RoundTrips">Measured round trips of the delayed lines, ms, by the delay asked for.</param>
internal sealed record ChipReport(
    IReadOnlyList<Duel> Duels, int Commands, IReadOnlyDictionary<int, double> RoundTrips)
{
    public bool Passed => Duels.All(duel => duel.Holds);

    public async Task PrintAsync(TextWriter output)
    {
        foreach (var duel in Duels)
        {
            await output.WriteLineAsync(duel.ToString());
        }

        await output.WriteLineAsync(
            $"one personalisation: {Commands} commands; the line is a TCP proxy that holds every byte back half the "
            + "delay each way, measured round trips "
            + string.Join(", ", RoundTrips.Select(trip => $"{trip.Value:0.0} ms at {trip.Key}")));
    }
}
