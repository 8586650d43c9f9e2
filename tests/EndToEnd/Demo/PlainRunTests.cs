using System.Diagnostics;
using System.Text.Json;
using KioskSuite.Dev.Invariants;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;
using Microsoft.Data.Sqlite;

namespace KioskSuite.EndToEnd.Demo;

/// <summary>One plain run, and everything that must be true of what it left (story 1, N4, N5, N14, N20, N33).</summary>
public sealed class PlainRunTests(PlainRun run) : IClassFixture<PlainRun>
{
    [Fact]
    public void It_ends_with_the_card_taken_the_old_one_stopped_and_the_new_one_active()
    {
        run.Ran.Code.ShouldBe(0, run.Ran.Errors);
        Text("outcome").ShouldBe("card-taken");
        Text("oldCard").ShouldBe("stopped");
        Text("newCard").ShouldBe("active");
    }

    [Fact]
    public void The_last_line_has_exactly_the_promised_shape()
    {
        Names(run.Json).ShouldBe(["outcome", "transaction", "oldCard", "newCard", "steps", "links",
            "roundTripsToCentralForChip", "channel", "suite", "journal", "starts", "invariants"]);
        Names(run.Json.GetProperty("links")).ShouldBe(["idReader", "chip", "printer", "camera", "central"]);
        Names(run.Json.GetProperty("steps")[0]).ShouldBe(["name", "device", "link", "ms"]);
        Names(run.Json.GetProperty("journal")).ShouldBe(["entries", "acknowledged", "chain"]);
        Names(run.Json.GetProperty("starts")).ShouldBe(["service", "central"]);
        Names(run.Json.GetProperty("invariants")).ShouldBe(
            ["NoCardLost", "NoDoubleIssue", "NoLiveCardInReject", "EveryEntryReachesCentral", "StockBalances",
                "EveryEvidenceAccounted"]);
    }

    [Fact]
    public void Real_links_carried_it()
    {
        var links = run.Json.GetProperty("links");
        links.GetProperty("idReader").GetString().ShouldBe("serial");
        links.GetProperty("chip").GetString().ShouldBe("pcsc");
        links.GetProperty("printer").GetString().ShouldBe("tcp");
        links.GetProperty("camera").GetString().ShouldBe("mjpeg");
        links.GetProperty("central").GetString().ShouldBe("grpc");
    }

    /// <summary>N8, N9: the camera proved it, or a teller was asked. N6: what was seen lies at central alone.</summary>
    [Fact]
    public void The_camera_or_a_teller_proved_who_stood_there_and_central_holds_the_evidence()
    {
        var evidence = Evidence.Read(run.Folder);

        var tries = evidence.Entries("face.checked", FaceChecked.Parser).ToList();
        var askedTeller = evidence.Entries("question.asked", Asked.Parser)
            .Any(a => a.Question == Question.TellersEyes);
        tries[^1].Proved.ShouldBe(!askedTeller);
        FaceEvidenceRule.Read(evidence, Dev.Demo.SeedFile.EvidenceKey()).Count.ShouldBe(tries.Count);
    }

    [Fact]
    public void The_chip_cost_two_round_trips_to_central() =>
        run.Json.GetProperty("roundTripsToCentralForChip").GetInt32().ShouldBe(2);

    [Fact]
    public void The_card_was_stopped_before_fees_were_asked_about()
    {
        var evidence = Evidence.Read(run.Folder);
        var stopped = evidence.Journal.First(r => r.Kind == "call.done").Seq;
        var fees = evidence.Journal.First(r =>
            r.Kind == "question.asked" && Asked.Parser.ParseFrom(r.Payload).Question == Question.ConsentToFees).Seq;

        stopped.ShouldBeLessThan(fees);
    }

    [Fact]
    public void The_shop_was_answered_as_the_cards_stood()
    {
        var tries = Evidence.Read(run.Folder).World.Shop;
        tries.Count.ShouldBe(15);
        tries.Where(t => (t.Card, t.When) is ("old", "before-report") or ("new", "after-activation"))
            .ShouldAllBe(t => t.Answer == "approved");
        tries.Where(t => (t.Card, t.When)
                is ("old", "after-report") or ("old", "after-activation") or ("new", "before-activation"))
            .ShouldAllBe(t => t.Answer == "declined");
    }

    [Fact]
    public void No_personal_or_card_data_stands_in_the_journal()
    {
        using var seed = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(KioskSuite.Dev.Checkout.Root, "simulators", "seed.json")));
        var person = seed.RootElement.GetProperty("people")[0];
        var bytes = File.ReadAllBytes(Path.Combine(run.Folder, "journal.db"));
        string[] secrets =
        [
            person.GetProperty("document").GetProperty("number").GetString()!,
            person.GetProperty("document").GetProperty("name").GetString()!,
            person.GetProperty("accounts")[0].GetProperty("pan").GetString()!,
            NewPan(),
        ];
        foreach (var secret in secrets)
        {
            bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(secret)).ShouldBe(-1);
        }
    }

    [Fact]
    public void Database_files_are_closed_and_whole()
    {
        Directory.GetFiles(run.Folder, "*-wal").ShouldBeEmpty();
        foreach (var file in (string[])["journal.db", "central.db"])
        {
            Sqlite(file, "PRAGMA integrity_check").ShouldBe("ok");
        }
    }

    [Fact]
    public void Python_and_the_product_agree_that_the_chain_is_whole()
    {
        JournalVerifier.Verify(Path.Combine(run.Folder, "journal.db")).Ok.ShouldBeTrue();
        using var python = Process.Start(new ProcessStartInfo(
            "/usr/bin/python3", [Path.Combine(KioskSuite.Dev.Checkout.Root, "tests/Tests/Journal/verify_journal.py"),
                Path.Combine(run.Folder, "journal.db")])
        {
            RedirectStandardOutput = true,
        })!;
        python.StandardOutput.ReadToEnd().ShouldContain("ok");
        python.WaitForExit();
        python.ExitCode.ShouldBe(0);
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);

    private string Text(string name) => run.Json.GetProperty(name).GetString()!;

    private string NewPan() => Sqlite("central.db", "SELECT pan FROM card WHERE replaces IS NOT NULL");

    private string Sqlite(string file, string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source=file:{Path.Combine(run.Folder, file)}?immutable=1;Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string)command.ExecuteScalar()!;
    }
}

/// <summary>The run that the tests above look at.</summary>
public sealed class PlainRun : IAsyncLifetime
{
    private readonly KeptFolder _folder = new();

    public string Folder => _folder.Path;

    internal Ran Ran { get; private set; } = new(-1, "", "");

    public JsonElement Json => Ran.Json;

    public async ValueTask InitializeAsync() =>
        Ran = await Launcher.RunAsync("demo", "--once", "--json", "--keep", Folder);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
