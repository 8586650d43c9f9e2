using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using KioskSuite.CentralSystem;
using KioskSuite.Issuance.Products;
using KioskSuite.Messages.Central;
using KioskSuite.Tests.Tidy;

namespace KioskSuite.Tests.CentralSystem;

/// <summary>A central in a folder of its own, and a kiosk's side of the commands.</summary>
internal sealed class CentralBench : IDisposable
{
    public const string Kiosk = "kiosk-001";
    public const string OldCard = "card-0001";
    public const ulong Case = 3;

    private ulong _seq = 10;

    public CentralBench(Func<SeedAccount, SeedAccount>? account = null, ProductProfile? product = null)
    {
        Folder = Directory.CreateTempSubdirectory("central-").FullName;
        Seed = ReadSeed();
        if (account is not null)
            Seed = Seed with { People = [Person with { Accounts = [account(Person.Accounts[0])] }] };
        var cards = product is null ? new CardSupplies() : new CardSupplies { ProductOf = _ => product };
        Central = CentralServer.Open(Folder, Seed, CentralFault.None, Time, cards);
    }

    public string Folder { get; }

    public Seed Seed { get; }

    public CentralServer Central { get; }

    public ManualTime Time { get; } = new();

    public CommandService Commands => Central.Commands;

    public SeedPerson Person => Seed.People[0];

    public static string SeedPath => Repository.PathTo("simulators", "seed.json");

    public static Seed ReadSeed() => SeedFile.Read(SeedPath);

    /// <summary>Master for cryptograms of a key version, counted from 0.</summary>
    public static byte[] ImkAc(Seed seed, int version = 0) =>
        Convert.FromHexString(seed.Issuer.KeyVersions[version].ImkAc);

    public static ByteString Hash(string text) =>
        ByteString.CopyFrom(SHA256.HashData(ByteString.CopyFromUtf8(text).Span));

    public static ByteString Epoch(string name = "epoch") => ByteString.CopyFrom(Hash(name).Span[..16]);

    /// <summary>The next intention of a kiosk's journal.</summary>
    public Key NextKey(string kiosk = Kiosk, ulong @case = Case)
    {
        var seq = ++_seq;
        return new Key { Epoch = Epoch(kiosk), Seq = seq, Hash = Hash($"{kiosk} {seq}"), Case = @case, Kiosk = kiosk };
    }

    public Who Who(string? number = null) => new()
    {
        Kiosk = Kiosk,
        DocumentToken = ByteString.CopyFrom(Planting.DocumentToken(
            Convert.FromHexString(Seed.Issuer.DocumentTokenKey), "resident", number ?? Person.Document.Number)),
    };

    public Stop Stop(string card = OldCard) => new() { Key = NextKey(), Card = card, ConsentSha256 = Hash("stop") };

    public Order Order(string kiosk = Kiosk, ulong @case = Case, string card = OldCard) => new()
    {
        Key = NextKey(kiosk, @case),
        Replaces = card,
        Product = "debit-classic",
        ConsentSha256 = Hash("terms"),
    };

    public Task<Stopped> StopAsync(string card = OldCard) => Commands.StopCard(Stop(card), Call());

    public async Task<TicketBody> OrderAsync(string kiosk = Kiosk, ulong @case = Case, string card = OldCard)
    {
        var ticket = await Commands.OrderCard(Order(kiosk, @case, card), Call());
        return TicketBody.Parser.ParseFrom(ticket.Ticket_.Body);
    }

    public Opened Opened(TicketBody ticket, TestChip chip) => new()
    {
        Key = NextKey(),
        Ticket = ticket.Ticket,
        Atr = ByteString.CopyFrom(Convert.FromHexString(chip.Stock.Atr)),
        Cplc = ByteString.CopyFrom(chip.Cplc),
        InitializeUpdate = ByteString.CopyFrom(chip.InitializeUpdate(ticket.HostChallenge.Span[..8])),
    };

    public Taken Taken(TicketBody ticket) => new() { Key = NextKey(), Ticket = ticket.Ticket, SeenByPerson = true };

    public Spoilt Spoilt(TicketBody ticket) => new() { Key = NextKey(), Ticket = ticket.Ticket, Reason = "jam" };

    /// <summary>Stop and order, then as far as <paramref name="state"/>.</summary>
    /// <param name="state">Of the new card.</param>
    /// <param name="card">The card to replace.</param>
    /// <param name="serial">Of the new card's chip.</param>
    /// <param name="chip">Another one than an honest chip of the first key version.</param>
    public async Task<Issue> ReachAsync(
        string state, string card = OldCard, byte serial = 1, TestChip? chip = null)
    {
        await StopAsync(card);
        var ticket = await OrderAsync(card: card);
        var issue = new Issue(
            ticket, chip ?? new TestChip(Seed, serial) { Sequence = Card(ticket.Card).Sequence });
        if (state == "ordered")
            return issue;
        if (state == "void")
        {
            await Commands.VoidCard(Spoilt(issue.Ticket), Call());
            return issue;
        }

        var opened = Opened(issue.Ticket, issue.Chip);
        issue = issue with { Opened = opened, Script = await Commands.Personalise(opened, Call()) };
        if (state == "bound")
            return issue;
        (await Commands.Prove(Proof(issue), Call())).Proved.ShouldBeTrue();
        if (state == "active")
            await Commands.Activate(Taken(issue.Ticket), Call());
        return issue;
    }

    public Proof Proof(Issue issue) => issue.Chip.Proof(NextKey(), issue.Ticket, issue.Script!);

    public CardRow Card(string card) => Central.Database.Transact(work => Cards.ByReference(work, card))!;

    public T Ask<T>(string sql) => Central.Database.Transact(work => work.One<T>(sql))!;

    public static async Task<StatusCode> CodeOf(Func<Task> call) =>
        (await Should.ThrowAsync<RpcException>(call)).StatusCode;

    public static ServerCallContext Call(CancellationToken stop = default) => new TestCall(stop);

    public void Dispose()
    {
        Central.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A replacement under way.</summary>
internal sealed record Issue(TicketBody Ticket, TestChip Chip, Opened? Opened = null, Script? Script = null);

internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public void Advance(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;
}
