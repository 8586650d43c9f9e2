namespace KioskSuite.Benchmarks.Vision;

/// <summary>Goes through the clip as fast as it can, one picture after the other.</summary>
internal interface IContestant : IAsyncDisposable
{
    string Name { get; }

    Task<Pass> PassAsync(CancellationToken stop);
}

/// <summary>One time through the clip.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="Processor">Processor time of all that took part, seconds.</param>
/// <param name="Hits">Pictures in which a face was found.</param>
/// <param name="Points">Points still followed at the end.</param>
internal sealed record Pass(double Seconds, double Processor, int Hits, int Points);
