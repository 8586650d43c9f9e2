using Google.Protobuf;
using KioskSuite.CentralSystem;
using KioskSuite.Jobs;
using KioskSuite.Messages.Central;

namespace KioskSuite.Tests.Jobs;

/// <summary>Central answers nonsense: a typed ending, void where an order is known, and the stop stays.</summary>
public sealed class JourneyNonsenseTests : IDisposable
{
    private const string Retained = "card-retained stopped void";
    private const string Ordered = "loss-recorded stopped void";
    private const int Huge = 100_000;
    private readonly JourneyBench _bench = new();

    private static readonly Dictionary<string, (string Triple, Action<Script> Twist)> s_scripts = new()
    {
        ["no command"] = (Retained, s => s.Commands.Clear()),
        ["a command of no bytes"] = (Retained, s => s.Commands[2].Apdu = ByteString.Empty),
        ["a huge command"] = (Retained, s => s.Commands[2].Apdu = ByteString.CopyFrom(new byte[Huge])),
        ["a status word of three bytes"] = (Retained, s => s.Commands[0].Sw = Huge),
        ["too many commands"] = (Retained, s => s.Commands.Add(Enumerable.Repeat(s.Commands[0], 600).ToList())),
        ["a command twice"] = (Retained, s => s.Commands[2] = s.Commands[1]),
        ["no face"] = (Retained, s => s.Face = null),
        ["nothing expected"] = (Retained, s => s.Expected = null),
        ["an odd file locator"] = (Retained, s => s.Expected.Afl = ByteString.CopyFrom(1, 2, 3)),
        ["no application"] = (Retained, s => s.Expected.Aid = ByteString.Empty),
        ["a huge application"] = (Retained, s => s.Expected.Aid = ByteString.CopyFrom(new byte[Huge])),
        ["no records"] = (Retained, s => s.Expected.Records.Clear()),
        ["four tracks"] = (Retained, s => s.Tracks.Add(Enumerable.Repeat(ByteString.Empty, 1))),
        ["tracks of an unknown stripe"] = (Retained, s => s.Coercivity = "HiCo"),
        ["tracks of no stripe"] = (Retained, s => s.Coercivity = ""),
        ["a stripe of no tracks"] = (Retained, s => s.Tracks.Clear()),
    };

    private static readonly Dictionary<string, (string Triple, Action<TicketBody> Twist)> s_bodies = new()
    {
        ["another kiosk"] = (Ordered, b => b.Kiosk = "kiosk-999"),
        ["another case"] = (Ordered, b => b.Case += 1),
        ["another card"] = (Ordered, b => b.Replaces = "card-0002"),
        ["no act"] = (Ordered, b => b.Acts.Clear()),
        ["an act less"] = (Ordered, b => b.Acts.Remove("print")),
        ["a short challenge"] = (Ordered, b => b.HostChallenge = ByteString.CopyFrom(1)),
        ["no known blank"] = (Retained, b => b.Blanks[0] = "NONE"),
        ["no number"] = ("needs-staff stopped ordered", b => b.Ticket = ""),
        ["a huge number"] = ("needs-staff stopped ordered", b => b.Ticket = new string('x', Huge)),
        ["a huge card reference"] = (Ordered, b => b.Card = new string('x', Huge)),
    };

    private static readonly byte[] s_command = [0x04, 0xDA, 1, 1, 4, 1, 2, 3, 4];

    private static readonly Dictionary<string, byte[][]> s_last = new()
    {
        ["nine commands"] = [.. Enumerable.Repeat(s_command, 9)],
        ["no bytes"] = [[]],
        ["no MAC"] = [[0x04, 0xDA, 1, 1, 3, 1, 2, 3]],
        ["a length that is not its own"] = [[.. s_command, 5]],
        ["a length of nothing"] = [[0x04, 0xDA, 1, 1, 0, 1, 2, 3, 4]],
        ["no secure messaging"] = [[0x80, .. s_command[1..]]],
        ["a good and a huge one"] = [s_command, new byte[Huge]],
    };

    public static TheoryData<string> Last => [.. s_last.Keys];

    public static TheoryData<string> Scripts => [.. s_scripts.Keys];

    public static TheoryData<string> Bodies => [.. s_bodies.Keys];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_that_is_none_spoils_the_card(string what)
    {
        _bench.Line.Rules["Personalise"] = JourneyLine.Twisting(s_scripts[what].Twist);

        (await _bench.RunAsync()).Triple.ShouldBe(s_scripts[what].Triple);
        JourneyEnd.Invariants(_bench);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_ticket_that_is_signed_but_not_ours_moves_no_motor(string what)
    {
        using var keys = IssuerKeys.From(_bench.Seed.Issuer, DateOnly.MinValue);
        _bench.Line.Rules["OrderCard"] = JourneyLine.Twisting<Ticket>(t =>
        {
            var body = TicketBody.Parser.ParseFrom(t.Ticket_.Body);
            s_bodies[what].Twist(body);
            t.Ticket_.Body = body.ToByteString();
            t.Ticket_.Signature = ByteString.CopyFrom(keys.SignTicket(t.Ticket_.Body.Span));
        });
        var end = await _bench.RunAsync();

        end.Triple.ShouldBe(s_bodies[what].Triple);
        _bench.Printer.Cards.Count.ShouldBe(s_bodies[what].Triple == Retained ? 1 : 0);
        _bench.Chip.StoreDataSeen.ShouldBe(0);
    }

    [Fact]
    public async Task A_ticket_with_a_bad_signature_moves_no_motor_and_is_voided()
    {
        _bench.Line.Rules["OrderCard"] = JourneyLine.Twisting<Ticket>(
            t => t.Ticket_.Signature = ByteString.CopyFrom(new byte[64]));

        (await _bench.RunAsync()).Triple.ShouldBe(Ordered);
        _bench.Printer.Cards.ShouldBeEmpty();
        JourneyEnd.Invariants(_bench);
    }

    [Fact]
    public async Task An_order_answered_without_a_readable_ticket_calls_staff()
    {
        foreach (var body in (ByteString[])[ByteString.Empty, ByteString.CopyFrom(255, 255, 255)])
        {
            using var bench = new JourneyBench();
            bench.Line.Rules["OrderCard"] = JourneyLine.Twisting<Ticket>(t => t.Ticket_ = new Signed { Body = body });

            (await bench.RunAsync()).Triple.ShouldBe("needs-staff stopped ordered");
            bench.Printer.Cards.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(Huge)]
    public async Task An_issuer_answer_of_another_length_spoils_the_card(int length)
    {
        _bench.Line.Rules["Prove"] = JourneyLine.Twisting<Verdict>(
            v => v.Arpc = ByteString.CopyFrom(new byte[length]));

        (await _bench.RunAsync()).Triple.ShouldBe(Retained);
        JourneyEnd.Invariants(_bench);
    }

    [Theory]
    [MemberData(nameof(Last))]
    public async Task An_issuer_script_that_is_none_never_reaches_the_chip(string what)
    {
        _bench.Line.Rules["Prove"] = JourneyLine.Twisting<Verdict>(v =>
        {
            v.IssuerScript.Clear();
            v.IssuerScript.Add(s_last[what].Select(ByteString.CopyFrom));
        });
        var end = await _bench.RunAsync();

        (end.Triple, end.Ended!.Cause).ShouldBe((Retained, "CentralNonsense"));
        end.Log.Select(e => e.Kind).ShouldContain(EntryKinds.CallRefused);
        _bench.Printer.Cards.Count.ShouldBe(1, "another blank would not help");
        JourneyEnd.Invariants(_bench);
    }

    /// <summary>N42: taken but not confirmed active is not a good end.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("void")]
    [InlineData("huge")]
    public async Task A_card_that_central_does_not_call_active_is_no_good_end(string state)
    {
        _bench.Line.Rules["Activate"] = JourneyLine.Twisting<Settled>(
            s => s.State = state == "huge" ? new string('x', Huge) : state);

        (await _bench.RunAsync()).Ending.ShouldBe("needs-staff");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("no reference")]
    [InlineData("a huge reference")]
    [InlineData("another state")]
    public async Task Accounts_without_a_card_that_can_be_stopped_end_the_journey(string what)
    {
        Action<Accounts> twist = what switch
        {
            "none" => a => a.Accounts_.Clear(),
            "no reference" => a => a.Accounts_[0].Card = "",
            "a huge reference" => a => a.Accounts_[0].Card = new string('x', Huge),
            _ => a => a.Accounts_[0].State = "frozen",
        };
        _bench.Line.Rules["LookUp"] = JourneyLine.Twisting(twist);

        (await _bench.RunAsync()).Triple.ShouldBe("refused active none");
    }
}
