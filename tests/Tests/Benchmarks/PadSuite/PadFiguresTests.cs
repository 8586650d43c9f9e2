using KioskSuite.Benchmarks.PadSuite;
using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;
using KioskSuite.Tests.Identity.Liveness;

namespace KioskSuite.Tests.Benchmarks.PadSuite;

public sealed class PadFiguresTests
{
    [Theory]
    [InlineData(0, 12, 0.2209)]
    [InlineData(0, 48, 0.0605)]
    [InlineData(1, 12, 0.3387)]
    [InlineData(3, 36, 0.2015)]
    [InlineData(12, 12, 1)]
    public void Bounds_are_those_of_the_tables(int seen, int of, double upper) =>
        Bounds.Upper(seen, of).ShouldBe(upper, 0.0005);

    [Fact]
    public void A_person_for_tuning_is_never_reported_and_every_species_meets_everybody()
    {
        Cast.TuningPeople.Intersect(Cast.ReportingPeople).ShouldBeEmpty();
        Cast.ReportingPeople.Count.ShouldBeGreaterThanOrEqualTo(12);
        var truths = Cast.Of(Cast.ReportingPeople, 1, 4);
        truths.GroupBy(truth => truth.Species).ShouldAllBe(group =>
            group.Select(truth => truth.Someone.Identity).Distinct().Count() == Cast.Reporting);
        truths.Select(truth => truth.Species).Distinct().Count().ShouldBe(6);
        truths.ShouldAllBe(truth =>
            truth.Someone.Attacker == null || Cast.ReportingPeople.Contains(truth.Someone.Attacker.Value));
        truths.Count(truth => truth is { Species: "video", Someone.TurnsMatch: true }).ShouldBe(Cast.Reporting / 2);
    }

    [Fact]
    public void With_labels_drawn_anew_a_perfect_suite_falls_to_chance()
    {
        var labels = Labels();
        var decisions = labels.Select((label, i) => Decided(i, label == Truth.Live)).ToList();
        Figures.Of(decisions, labels).Separation.ShouldBe(1);
        Math.Abs(Figures.Shuffled(decisions, labels, 400, 4).Mean).ShouldBeLessThan(Report.Chance);
    }

    [Fact]
    public void One_more_accepted_attack_or_too_many_living_people_rejected_is_worse()
    {
        var labels = Labels();
        var known = new CommittedFigures(new(StringComparer.Ordinal) { ["video"] = 0 }, 0, 0);
        var good = labels.Select((label, i) => Decided(i, label == Truth.Live)).ToList();
        Committed.Worse(Of(good, labels), known).ShouldBeEmpty();
        var attack = Array.IndexOf(labels, "video");
        var accepted = good.Select((one, i) => i == attack ? Decided(i, live: true) : one).ToList();
        Committed.Worse(Of(accepted, labels), known).Single().ShouldContain("APCER of video");
        var living = Array.IndexOf(labels, Truth.Live);
        var rejected = good.Select((one, i) => i == living ? Decided(i, live: false) : one).ToList();
        Committed.Worse(Of(rejected, labels), known).Single().ShouldContain("BPCER");
    }

    [Theory]
    [InlineData("whole-photo")]
    [InlineData("cut-photo")]
    [InlineData("bent-photo")]
    [InlineData("electronic-photo")]
    [InlineData("video")]
    public void One_attack_more_than_the_repository_says_closes_the_gate(string species)
    {
        var labels = Labels();
        var known = Committed.Of("quick") ?? throw new InvalidOperationException("no figures are committed");
        var allowed = (int)Math.Round(known.Apcer[species] * Cast.Reporting);
        allowed.ShouldBeLessThan(Cast.Reporting);
        string Gate(int accepted)
        {
            var left = accepted;
            var decisions = labels.Select((label, i) =>
                Decided(i, label == Truth.Live || (label == species && left-- > 0))).ToList();
            return string.Join("; ", Committed.Worse(Of(decisions, labels)));
        }

        Gate(allowed).ShouldBeEmpty();
        Gate(allowed + 1).ShouldContain($"APCER of {species}");
    }

    [Fact]
    public void The_booth_decides_by_frames_and_display_times_alone()
    {
        var booth = new Booth(new ActedMeter(), new LivenessRules());
        var nobody = booth.Decide(1, new EmptyStage(), 2);
        (nobody.Accepted || nobody.Rejected).ShouldBeFalse();
        nobody.Tries.Count.ShouldBe(2);
        typeof(Booth).Assembly.GetTypes().Single(type => type == typeof(Decision)).GetProperties()
            .ShouldNotContain(property => property.PropertyType == typeof(Truth));
    }

    private static string[] Labels() => [.. Cast.Of(Cast.ReportingPeople, 1, 4).Select(truth => truth.Species)];

    private static Report Of(IReadOnlyList<Decision> decisions, IReadOnlyList<string> labels) =>
        Report.Of("quick", decisions, labels, TimeSpan.Zero, (400, 4));

    private static Decision Decided(int number, bool live) => new(
        number, [new(live ? LivenessOutcome.Live : LivenessOutcome.AttackSuspected, [], [], null)],
        [TimeSpan.FromSeconds(5)], 50, TimeSpan.Zero);

    private sealed class EmptyStage : IStage
    {
        public byte[] NextFrame(TimeSpan at) => BitConverter.GetBytes(at.Ticks);

        public void Show(FacePrompt prompt, TimeSpan at)
        {
        }

        public TimeSpan Light(FlashShown? flash, TimeSpan at) => at;
    }

    private sealed class ActedMeter : IMeter
    {
        public TimeSpan Cpu => TimeSpan.Zero;

        public Outcome<FaceMeasures> Measure(byte[] jpeg, FaceTask task) =>
            new Actor().Measure(0, null, task, anchored: false) with { Face = null, Faces = [] };
    }
}
