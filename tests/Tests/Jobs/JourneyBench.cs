using KioskSuite.CentralSystem;
using KioskSuite.Devices;
using KioskSuite.Issuance.Blanks;
using KioskSuite.Issuance.Products;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Face;
using KioskSuite.Jobs.Issue;
using KioskSuite.Journal;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.Messages.Central;
using KioskSuite.Messages.Entries;
using KioskSuite.Tests.CentralSystem;
using Entries = KioskSuite.Messages.Entries;
using Seed = KioskSuite.CentralSystem.Seed;

namespace KioskSuite.Tests.Jobs;

/// <summary>The real journey over the real central, with devices, line and people in memory.</summary>
internal sealed class JourneyBench : IDisposable
{
    public const string OldCard = CentralBench.OldCard;

    public JourneyBench(TimeProvider? time = null, ProductProfile? product = null)
    {
        Time = time ?? TimeProvider.System;
        Seed = CentralBench.ReadSeed();
        Folder = Directory.CreateTempSubdirectory("journey-").FullName;
        var cards = product is null ? new CardSupplies() : new CardSupplies { ProductOf = _ => product };
        Central = CentralServer.Open(Folder, Seed, CentralFault.None, Time, cards);
        Line = new JourneyLine(Central.Commands);
        Printer = new JourneyPrinter(n => new SimulatedChip(
            BlankKind.PbocDual80K, JourneyCard.SerialOf(n), Convert.FromHexString(Seed.Issuer.CardManagerKey))
        {
            Payment = Flaws,
        });
        Chip = new JourneyChipStation(Printer);
        Reader = new JourneyReader(Seed.People[0].Document);
        Journal = new MemoryJournal(Time);
    }

    public string Folder { get; }

    public Seed Seed { get; }

    public TimeProvider Time { get; }

    public CentralServer Central { get; }

    public JourneyLine Line { get; }

    public JourneyPrinter Printer { get; }

    public JourneyChipStation Chip { get; }

    /// <summary>Of every card that is fed from now on.</summary>
    public PaymentFlaws Flaws { get; set; } = PaymentFlaws.None;

    public JourneyReader Reader { get; }

    public JourneyPainter Painter { get; } = new();

    public JourneyWatch Watch { get; } = new();

    /// <summary>Null for a kiosk without one.</summary>
    public JourneyFace? Camera { get; set; }

    public bool Fenced { get; set; }

    public JourneyPerson Person { get; } = new();

    public MemoryJournal Journal { get; }

    public Policies Policies { get; set; } = new()
    {
        CallPatience = TimeSpan.FromMilliseconds(20),
        BackoffFirst = TimeSpan.FromMilliseconds(1),
        BackoffMost = TimeSpan.FromMilliseconds(2),
        StopText = "stop",
        TermsText = "terms {fees}, {number}",
        NewNumberText = "a new number",
        SameNumberText = "the same number",
        ChooseText = "choose",
        TellerText = "teller",
    };

    /// <summary>Counts the stock, opens a case and runs its journey to its end.</summary>
    public async Task<JourneyEnd> RunAsync()
    {
        var process = Process();
        await process.Ledger.AppendAsync(0, default, new Counted { Place = Entries.Place.Hopper, N = 25 });
        var c = await process.StartAsync(Person);
        return new JourneyEnd(this, c);
    }

    /// <summary>What a start makes of the journal; with an earlier process it shares only the world.</summary>
    public JourneyProcess Process(IJournal? journal = null)
    {
        var ledger = new Ledger(journal ?? Journal);
        ledger.Load();
        var board = new JourneyBoard();
        Camera?.Board = board;
        var blanks = Seed.Blanks.Select(b => new BlankStock(b.Code, b.Atr, b.IcType)).ToList();
        var kiosk = new KioskIdentity(
            Seed.Kiosk.Id, Seed.Issuer.TicketPublicKey, Seed.Issuer.DocumentTokenKey, blanks, 25);
        var backoff = new Backoff(Policies.BackoffFirst, Policies.BackoffMost, new Random(1), Time);
        var steps = new Steps(ledger, board, Watch, backoff, Policies, Time, kiosk.Id);
        var commands = new Commands.CommandsClient(Line);
        var central = new CentralCalls(steps, ledger, commands, kiosk, new TicketVerifier(kiosk.TicketKey, Time));
        var devices = new KioskDevices(Reader, Printer, Chip, Painter) { Face = Camera?.Devices };
        var questions = new Questions(steps, board, Policies, Time);
        var settlement = new Settlement(steps, central, questions, ledger, board, devices, Policies);
        var readiness = new Readiness(Watch, ledger, devices, () => Fenced);
        var comparing = new Reconciliation(ledger, readiness, Watch, questions, board, Printer, Time);
        var identity = new IdentityProof(steps, questions, Watch, board, devices, Camera?.Parts, Policies, kiosk, Time);
        var journey = new IssueCard(
            steps, central, questions, settlement, comparing, identity, ledger, board, devices, Policies, kiosk, Time);
        return new JourneyProcess(ledger, board, journey, settlement, comparing, readiness);
    }

    public T Ask<T>(string sql) => Central.Database.Transact(work => work.One<T>(sql))!;

    public void Change(string sql, object values) => Central.Database.Transact(work => work.Execute(sql, values));

    /// <summary>State of the lost card at central.</summary>
    public string OldState => Ask<string>($"SELECT state FROM card WHERE card = '{OldCard}'");

    /// <summary>State of the last replacement at central, or none.</summary>
    public string NewState => Ask<string?>(
        $"SELECT state FROM card WHERE replaces = '{OldCard}' ORDER BY rowid DESC LIMIT 1") ?? "none";

    public void Dispose()
    {
        Central.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>The parts that live as long as one process.</summary>
internal sealed record JourneyProcess(
    Ledger Ledger, JourneyBoard Board, IssueCard Journey, Settlement Settlement, Reconciliation Reconciliation,
    Readiness Readiness)
{
    /// <summary>Opens a case and runs it while people answer.</summary>
    public async Task<ulong> StartAsync(JourneyPerson person)
    {
        using var over = new CancellationTokenSource();
        var c = (await Ledger.AppendAsync(0, default, new CaseOpened { Journey = "issue-card" }))[0].Seq;
        Board.Show(v => new JourneyView { Version = v.Version, Case = c });
        var serving = Task.Run(() => person.ServeAsync(Board, over.Token));
        try
        {
            await Journey.RunAsync(c, TestContext.Current.CancellationToken);
        }
        finally
        {
            await over.CancelAsync();
            await serving;
        }

        return c;
    }

    /// <summary>What a start does with cases found open.</summary>
    public async Task SettleAsync()
    {
        foreach (var open in Ledger.Read(s => s.OpenCases.Select(c => c.Case).ToList()))
        {
            await Settlement.SettleAsync(open, "", TestContext.Current.CancellationToken);
        }
    }
}
