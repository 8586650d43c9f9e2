using KioskSuite.Devices.Links;
using KioskSuite.CardPrinter.Evolis;
using KioskSuite.Devices;
using KioskSuite.KioskInABox.CardPrinter;
using KioskSuite.KioskInABox.Links;
using KioskSuite.KioskInABox.World;
using KioskSuite.Tests.Contracts;

namespace KioskSuite.Tests.CardPrinter;

/// <summary>The driver and the simulated printer with a real TCP connection between them.</summary>
internal sealed class EvolisRig(
    World world, SimulatedEvolis simulated, SimulatedEvolisOptions options, RecordingLink link, ICardPrinter printer)
    : ICardPrinterRig
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_away = TimeSpan.FromMilliseconds(50);

    public World World => world;

    public ICardPrinter Printer => printer;

    public SimulatedEvolisOptions Options => options;

    public RecordingLink Link => link;

    /// <summary>Short deadlines are for answers that a test withholds; long ones leave a busy machine room.</summary>
    public static async Task<EvolisRig> StartAsync(
        bool shortly, Fault[] faults, bool inMemory = false, string? counter = "Rco;c", string fields = "hl")
    {
        var time = TimeProvider.System;
        var world = new World(5, "BLANK", 7, faults.ToHashSet());
        var options = new SimulatedEvolisOptions { TimeFactor = 0, Away = s_away };
        var simulated = new SimulatedEvolis(world, time, options);
        if (!inMemory)
        {
            await simulated.StartAsync(TestContext.Current.CancellationToken);
        }

        var model = EvolisModel.Find("KC200B") with { InsertedCounter = counter, Fields = fields };
        var deadlines = new EvolisDeadlines(
            Open: Long,
            Read: shortly ? TimeSpan.FromSeconds(2) : Long,
            Feed: shortly ? TimeSpan.FromSeconds(1) : Long,
            Move: Long,
            Stripe: Long,
            Download: Long,
            Print: shortly ? TimeSpan.FromSeconds(1) : Long,
            Present: Long,
            Retain: Long);
        var link = new RecordingLink(inMemory
            ? new InMemoryLink(simulated.Accept)
            : new TcpLink("127.0.0.1", simulated.Port, Long, time));
        var printer = new EvolisPrinter("cardPrinter", link, time, new EvolisOptions(Deadlines: deadlines), model);
        return new EvolisRig(world, simulated, options, link, printer);
    }

    public void Cause(PrinterTrouble trouble) => options.Trouble = Enum.Parse<EvolisTrouble>(trouble.ToString());

    public byte[] Printable(CardImage face) => EvolisPanels.Quantise(face).Rgb;

    public async ValueTask DisposeAsync()
    {
        await printer.DisposeAsync();
        await simulated.DisposeAsync();
    }
}

public sealed class EvolisContractTests : CardPrinterContract
{
    protected override async Task<ICardPrinterRig> StartAsync(bool shortly = false, params Fault[] faults) =>
        await EvolisRig.StartAsync(shortly, faults);
}

/// <summary>The contract without a socket, as simulations in virtual time use it.</summary>
public sealed class EvolisInMemoryContractTests : CardPrinterContract
{
    protected override async Task<ICardPrinterRig> StartAsync(bool shortly = false, params Fault[] faults) =>
        await EvolisRig.StartAsync(shortly, faults, inMemory: true);
}
