using KioskSuite.Devices;
using KioskSuite.Identity.Liveness;
using KioskSuite.Jobs;
using KioskSuite.Messages.Entries;
using KioskSuite.Messages.Evidence;
using KioskSuite.Tests.Identity.Liveness;

namespace KioskSuite.Tests.Jobs;

/// <summary>Identity by camera, and every way out of it to a teller's eyes (N8, N9, N10).</summary>
public sealed class FaceCheckTests : IDisposable
{
    private readonly PictureTime _time = new();
    private readonly JourneyBench _bench;

    public FaceCheckTests()
    {
        _bench = new JourneyBench(_time);
        _bench.Reader.Portrait = new Portrait([7, 7, 7]);
        _bench.Person.Answers["teller"] = "no";                 // who gets past a teller here was asked one by mistake
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_living_owner_gets_the_card_and_nobody_is_asked()
    {
        var camera = Place(new Actor());

        var end = await _bench.RunAsync();

        end.Triple.ShouldBe("card-taken stopped active");
        Asked(end).ShouldNotContain(Question.TellersEyes);
        Checked(end).ShouldHaveSingleItem().Proved.ShouldBeTrue();
        camera.Handed.ShouldAllBe(jpeg => jpeg.All(b => b == 0), "no picture outlives the check");
    }

    [Fact]
    public async Task What_was_seen_is_sealed_and_the_journal_names_it_by_hash()
    {
        var camera = Place(new Actor());

        var end = await _bench.RunAsync();

        var evidence = FaceEvidence.Parser.ParseFrom(camera.Evidence.ShouldHaveSingleItem());
        var entry = Checked(end).Single();
        entry.Sha256.ToByteArray().ShouldBe(System.Security.Cryptography.SHA256.HashData(camera.Evidence[0]));
        evidence.Case.ShouldBe(end.Case);
        evidence.Outcome.ShouldBe(nameof(LivenessOutcome.Live));
        LivenessPlan.Of(evidence.Nonce.Span).Colours.Select(c => c.ToString()).ShouldBe(evidence.Colours);
        evidence.DisplayedMs.Count.ShouldBe(Enum.GetValues<FlashColour>().Length);
        evidence.Cues.ShouldAllBe(cue => cue.Passed);
        evidence.BestFrameSha256.Length.ShouldBe(32);
        (evidence.Matched, evidence.MatchScore).ShouldBe((true, 0.9));
    }

    [Fact]
    public async Task What_found_the_face_and_what_compared_it_are_named_apart_with_the_hashes_of_their_files()
    {
        var camera = Place(new Actor());

        await _bench.RunAsync();

        var evidence = FaceEvidence.Parser.ParseFrom(camera.Evidence.ShouldHaveSingleItem());
        (evidence.Analyser, evidence.Matcher).ShouldBe(("actor's measures", "actor's likeness"));
        (evidence.Model, evidence.MatcherModel).ShouldBe(("eyes.onnx", "likeness.onnx"));
        evidence.ModelSha256.ToByteArray().ShouldBe(Convert.FromHexString(new string('a', 64)));
        evidence.MatcherModelSha256.ToByteArray().ShouldBe(Convert.FromHexString(new string('b', 64)));
    }

    [Fact]
    public async Task A_comparer_without_a_file_names_none()
    {
        var camera = Place(new Actor());
        camera.Compares = null;

        await _bench.RunAsync();

        var evidence = FaceEvidence.Parser.ParseFrom(camera.Evidence.ShouldHaveSingleItem());
        (evidence.MatcherModel, evidence.MatcherModelSha256.Length).ShouldBe(("", 0));
    }

    [Fact]
    public async Task Somebody_else_is_not_proved_in_any_try_and_a_teller_refuses()
    {
        Place(new Actor()).Same = false;

        var end = await _bench.RunAsync();

        end.Triple.ShouldBe("refused active none");
        Checked(end).Select(c => (c.Try, c.Proved)).ShouldBe([(1u, false), (2u, false), (3u, false)]);
        end.Ended!.Cause.ShouldBe(nameof(Problem.IdentityNotProved));
    }

    [Fact]
    public async Task A_sheet_that_is_turned_is_not_alive_however_well_it_is_recognised()
    {
        Place(new Actor { Depth = 0 });

        var end = await _bench.RunAsync();

        end.Triple.ShouldBe("refused active none");
        Checked(end).ShouldAllBe(c => !c.Proved);
    }

    [Fact]
    public async Task Without_consent_the_camera_stays_off_and_a_teller_looks()
    {
        var camera = Place(new Actor());
        _bench.Person.Answers["face"] = "no";
        _bench.Person.Answers["teller"] = "yes";

        var end = await _bench.RunAsync();

        end.Triple.ShouldBe("card-taken stopped active");
        camera.Captures.ShouldBe(0);
        Checked(end).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_presses_another_way_is_not_tried_again()
    {
        var camera = Place(new Actor());
        camera.LeavesAt = 5;
        _bench.Person.Answers["teller"] = "yes";

        var end = await _bench.RunAsync();

        end.Triple.ShouldBe("card-taken stopped active");
        camera.Captures.ShouldBe(1);
        Checked(end).ShouldHaveSingleItem().Proved.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0ul, DeviceFault.Offline)]
    [InlineData(12ul, DeviceFault.CameraFrozen)]
    [InlineData(12ul, DeviceFault.Timeout)]
    public async Task A_camera_that_fails_costs_no_card_a_teller_looks(ulong frame, DeviceFault fault)
    {
        var camera = Place(new Actor());
        camera.Fails = (frame, fault);
        _bench.Person.Answers["teller"] = "yes";

        var end = await _bench.RunAsync();

        end.Triple.ShouldBe("card-taken stopped active");
        _bench.Watch.Faults.ShouldContain(("camera", fault));
        end.Ended!.Cause.ShouldBeEmpty("the camera's fault ended nothing");
    }

    [Fact]
    public async Task Without_room_for_evidence_nobody_is_proved_by_camera()
    {
        Place(new Actor()).EvidenceFull = true;

        var end = await _bench.RunAsync();

        end.Triple.ShouldBe("refused active none");
        Asked(end).ShouldContain(Question.TellersEyes);
    }

    [Fact]
    public async Task A_document_that_is_not_in_order_goes_to_a_teller_and_to_no_camera()
    {
        var camera = Place(new Actor());
        _bench.Reader.Paper = _bench.Reader.Paper with { ValidTo = "20210301" };

        var end = await _bench.RunAsync();

        camera.Captures.ShouldBe(0);
        Asked(end).ShouldContain(Question.TellersEyes);
    }

    private JourneyFace Place(Actor actor) => _bench.Camera = new JourneyFace(actor, _time);

    private static List<Question> Asked(JourneyEnd end) => [.. end.Log.Where(e => e.Kind == EntryKinds.QuestionAsked)
        .Select(e => KioskSuite.Messages.Entries.Asked.Parser.ParseFrom(e.Payload).Question)];

    private static List<FaceChecked> Checked(JourneyEnd end) => [.. end.Log
        .Where(e => e.Kind == EntryKinds.FaceChecked).Select(e => FaceChecked.Parser.ParseFrom(e.Payload))];
}
