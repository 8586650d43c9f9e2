using System.Security.Cryptography;
using System.Text;
using KioskSuite.Devices;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Fold;
using KioskSuite.Messages.Entries;
using Entries = KioskSuite.Messages.Entries;
using Place = KioskSuite.Devices.Place;

namespace KioskSuite.Tests.Jobs;

/// <summary>The plain journey, and its simple exits.</summary>
public sealed class JourneyTests : IDisposable
{
    private readonly JourneyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_plain_journey_ends_with_the_card_taken_and_active()
    {
        var end = await _bench.RunAsync();

        end.Triple.ShouldBe("card-taken stopped active");
        _bench.Printer.Cards.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            c => c.Place.ShouldBe(Place.Taken), c => c.Striped.ShouldBeTrue(), c => c.Printed.ShouldBeTrue());
        _bench.Ask<long>("SELECT round_trips FROM ticket").ShouldBe(2);
        JourneyEnd.Invariants(_bench);
    }

    /// <summary>N5: a stop waits for no fee. N4: its effect is central's time, journaled.</summary>
    [Fact]
    public async Task The_stop_takes_effect_before_fees_are_shown()
    {
        var end = await _bench.RunAsync();

        var stopped = end.SeqOfFirst(e => e.Kind == EntryKinds.CallDone);
        var shown = end.SeqOfFirst(e => e.Kind == EntryKinds.QuestionAsked
            && Asked.Parser.ParseFrom(e.Payload).Question == Question.ConsentToFees);
        stopped.ShouldBeLessThan(shown);
        CallDone.Parser.ParseFrom(end.Log.First(e => e.Seq == stopped).Payload).At
            .ShouldBe(_bench.Ask<long>($"SELECT stopped_at FROM card WHERE card = '{JourneyBench.OldCard}'"));
    }

    /// <summary>N15: in the text whose hash stands for the consent.</summary>
    [Theory]
    [InlineData(0, "a new number")]
    [InlineData(1, "the same number")]
    public async Task What_becomes_of_the_number_is_said_before_the_consent(int keeps, string said)
    {
        _bench.Change("UPDATE account SET keeps_number = @keeps", new { keeps });
        var end = await _bench.RunAsync();

        var text = $"terms {string.Join('\n', _bench.Seed.Fees.Select(fee => fee.Text))}, {said}";
        end.Log.Where(e => e.Kind == EntryKinds.QuestionAsked)
            .Select(e => Asked.Parser.ParseFrom(e.Payload))
            .Single(asked => asked.Question == Question.ConsentToFees)
            .ShownSha256.ToByteArray().ShouldBe(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public async Task Every_intention_of_the_plain_journey_has_its_outcome()
    {
        var end = await _bench.RunAsync();

        string[] intentions = [EntryKinds.ActIntended, EntryKinds.CardMoving, EntryKinds.CallIntended,
            EntryKinds.QuestionAsked];
        string[] outcomes = [EntryKinds.ActDone, EntryKinds.CardMoved, EntryKinds.CallDone,
            EntryKinds.QuestionAnswered];
        for (var i = 0; i < intentions.Length; i++)
        {
            var intended = end.Log.Where(e => e.Kind == intentions[i]).Select(e => e.Seq).ToList();
            var done = end.Log.Where(e => e.Kind == outcomes[i])
                .Select(e => CallDone.Parser.ParseFrom(e.Payload).Of).ToList();
            intended.ShouldNotBeEmpty();
            done.ShouldBe(intended);
        }
    }

    [Fact]
    public async Task The_ledger_counts_one_blank_from_hopper_to_hand()
    {
        await _bench.RunAsync();

        _bench.Process().Ledger.Read(s => (s.CardsAt(Entries.Place.Hopper),
            s.CardsAt(Entries.Place.Taken), s.Loaded)).ShouldBe((24, 1, 25));
    }

    [Fact]
    public async Task A_glyph_missing_from_the_name_ends_before_anything_is_ordered()
    {
        _bench.Painter.AtMeasure = DeviceFault.GlyphMissing;
        var end = await _bench.RunAsync();

        end.Triple.ShouldBe("loss-recorded stopped none");
        end.Ended!.Cause.ShouldBe("GlyphMissing");
        _bench.Line.Calls.ShouldNotContain(c => c.Method == "OrderCard");
    }

    /// <summary>N20, N41: void, fee back, loss in force.</summary>
    [Fact]
    public async Task A_glyph_missing_from_the_face_voids_the_card_before_its_chip_is_written()
    {
        _bench.Painter.AtDraw = DeviceFault.GlyphMissing;
        var end = await _bench.RunAsync();

        end.Triple.ShouldBe("card-retained stopped void");
        _bench.Chip.StoreDataSeen.ShouldBe(0);
        _bench.Ask<string>("SELECT event FROM fee WHERE event <> 'reserved'").ShouldBe("returned");
        JourneyEnd.Invariants(_bench);
    }

    [Theory]
    [InlineData("fees", "loss-recorded stopped none", "Declined")]
    [InlineData("stop", "refused active none", "Declined")]
    [InlineData("teller", "refused active none", "IdentityNotProved")]
    public async Task A_no_ends_the_journey_where_it_was_said(string question, string triple, string cause)
    {
        _bench.Person.Answers[question] = "no";
        var end = await _bench.RunAsync();

        end.Triple.ShouldBe(triple);
        end.Ended!.Cause.ShouldBe(cause);
        JourneyEnd.Invariants(_bench);
    }

    [Theory]
    [InlineData("teller", "refused active none")]
    [InlineData("choose-card", "refused active none")]
    [InlineData("stop", "refused active none")]
    [InlineData("fees", "loss-recorded stopped none")]
    public async Task A_question_that_nobody_answers_lapses(string question, string triple)
    {
        var time = new Support.VirtualTime();
        using var bench = new JourneyBench(time);
        bench.Person.Silence = (question, () => time.Advance(bench.Policies.AnswerWithin));
        var end = await bench.RunAsync();

        end.Triple.ShouldBe(triple);
        end.Ended!.Cause.ShouldBe("NotAnswered");
        end.Log.ShouldContain(e => e.Kind == EntryKinds.QuestionLapsed);
    }
}
