using KioskSuite.KioskInABox.Camera;

namespace KioskSuite.Benchmarks.PadSuite;

/// <summary>Who or what stood before the camera. Joined with decisions after the last of them was made.</summary>
internal sealed record Truth(int Presentation, Someone Someone)
{
    public const string Live = "live";

    /// <summary>After GB/T 41987; a video with turns that match what is asked is still a video.</summary>
    public string Species => Someone.Species switch
    {
        null => Live,
        KioskInABox.Camera.Species.WholePhoto => "whole-photo",
        KioskInABox.Camera.Species.CutPhoto => "cut-photo",
        KioskInABox.Camera.Species.BentPhoto => "bent-photo",
        KioskInABox.Camera.Species.ElectronicPhoto => "electronic-photo",
        _ => "video",
    };
}

/// <summary>People that never meet: thresholds are set on some, figures are reported on the others.</summary>
internal static class Cast
{
    public const int Tuning = 6;
    public const int Reporting = 12;
    private const int FirstTuning = 100;

    /// <summary>Drawn when all thresholds stood.</summary>
    private const int FirstReporting = 500;
    private const int MostPresentations = 100_000;

    public static IReadOnlyList<int> TuningPeople { get; } = [.. Enumerable.Range(FirstTuning, Tuning)];

    public static IReadOnlyList<int> ReportingPeople { get; } = [.. Enumerable.Range(FirstReporting, Reporting)];

    /// <summary>Every person alive and as every species, so many times, in an order that tells nothing.</summary>
    public static IReadOnlyList<Truth> Of(IReadOnlyList<int> people, int times, int seed)
    {
        var someones = new List<Someone>();
        for (var i = 0; i < people.Count * times; i++)
        {
            var (person, attacker) = (people[i % people.Count], people[(i + 1) % people.Count]);
            someones.Add(Someone.Live(person));
            var turnsMatch = (i + (i / people.Count)) % 2 == 0;
            someones.AddRange(
                Enum.GetValues<Species>().Select(species => Someone.With(species, person, attacker, turnsMatch)));
        }

        var random = new Random(seed);
        var shuffled = someones.ToArray();
        random.Shuffle(shuffled);
        // Numbers decide nonces and motions; people of different casts and seeds share none.
        var first = random.Next(MostPresentations) * 1000;
        return [.. shuffled.Select((someone, i) => new Truth(first + i, someone))];
    }
}
