using KioskSuite.CardPrinter.Evolis;
using KioskSuite.Devices;
using KioskSuite.KioskInABox.Links;

namespace KioskSuite.KioskInABox.CardPrinter;

/// <summary>Executes commands one after the other; movements, jobs and stripe have their own types.</summary>
internal sealed class EvolisMachine : IDisposable
{
    private const string CommandError = "ERROR CDE";

    private static readonly HashSet<string> Settings = ["Pem", "Pcim", "Psmgr", "Pcrm", "Pbc", "Pfs"];

    private readonly World.World _world;
    private readonly SimulatedEvolisOptions _options;
    private readonly EvolisMechanics _mechanics;
    private readonly EvolisTransport _transport;
    private readonly EvolisStripe _stripe;
    private readonly EvolisJob _job = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private int _spurious = 3;
    private bool _ejects;

    public EvolisMachine(World.World world, TimeProvider time, SimulatedEvolisOptions options, Plug plug)
    {
        (_world, _options) = (world, options);
        _mechanics = new EvolisMechanics(world, options, plug);
        _transport = new EvolisTransport(world, time, options, _mechanics);
        _stripe = new EvolisStripe(world);
    }

    /// <summary>Cards that left the hopper, in the world and before it.</summary>
    private int Inserted => _options.InsertedBefore + _world.Cards.Count;

    private bool HandHasCard =>
        _world.At(Place.Exit) is null && _world.Cards.Any(card => card.Place == Place.Taken);

    /// <summary>The reply, and the point at which the world may hold it back.</summary>
    public async Task<(EvolisReply Reply, string? Hold)> ExecuteAsync(EvolisCommand command, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            return command.Name switch
            {
                "Sis" => (new(await _transport.ToStationAsync(stop)), "feed"),
                "Si" => (new(await _transport.ToPrinterAsync(stop)), null),
                "Sib" => (new(await _transport.FromBezelAsync(stop)), null),
                "Ser" => (new(await _transport.RejectAsync(stop)), null),
                "Se" => await EndSequenceAsync(stop),
                "Smw" => (new(_stripe.Write()), "stripe"),
                "Rse" when command.Head == "Rse;b" && HandHasCard => (new(Answer(command)), "taken"),
                _ => (new(Answer(command)), null),
            };
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private string Answer(EvolisCommand command) => command.Name switch
    {
        "Ss" or "Sr" or "Pr" or "Db" or "Dbc" or "Wcb" => _job.Take(command),
        "Pmc" => _stripe.SetField(command),
        "Pmt" or "Dm" => _stripe.Load(command),
        "Smr" => _stripe.Read(command),
        "Pneab" => Arm(command.Head),
        "Pcem" => command.Head == "Pcem;I" ? "OK" : CommandError,
        "Rlr" or "Rse" or "Rrt" or "Rco" => Read(command.Head),
        "Rzp" => "F61A",
        "Rsn" => _options.Serial,
        "Rtp" => "KC200B",
        "Rfv" => "SIM 1.0",
        "Rok" => "OK",
        var name => Settings.Contains(name) && command.Parameters.Count > 0 ? "OK" : CommandError,
    };

    private string Arm(string head)
    {
        if (head is not ("Pneab;E" or "Pneab;A;1"))
        {
            return CommandError;
        }

        _ejects = head == "Pneab;A;1";
        return "OK";
    }

    private string Read(string head) => head switch
    {
        "Rlr;p" => _world.At(Place.ChipStation) is not null ? "SMART CARD"
            : _world.At(Place.Printer) is not null ? "CARD" : "OK",
        "Rlr;h" => _mechanics.RejectBoxFull ? "CARD" : "NO CARD",
        "Rse;b" => _world.At(Place.Exit) is not null ? "4,93 Volts" : "0,21 Volts",
        "Rse;o" => _mechanics.CoverOpen ? "0,00 Volts" : "5,00 Volts",
        "Rse;f" => _mechanics.FeederEmpty ? "0,00 Volts" : "5,00 Volts",
        "Rse;n" => _mechanics.FeederLow ? "3,92 Volts" : "0,17 Volts",
        "Rco;c" => $" {Inserted} ",
        "Rrt;zone" => "F61A",
        "Rrt;qty" => Ribbon(_options.Ribbon),
        "Rrt;count" => Ribbon(_mechanics.RibbonLeft),
        _ => CommandError,
    };

    private string Ribbon(int number) =>
        _options.Trouble == EvolisTrouble.SpuriousOk && _spurious-- > 0 ? "OK" : $" {number} ";

    /// <summary>Prints what is loaded, then ejects when armed.</summary>
    private async Task<(EvolisReply Reply, string? Hold)> EndSequenceAsync(CancellationToken stop)
    {
        if (_job.Loaded)
        {
            var said = await PrintAsync(stop);
            if (said != "OK" || !_ejects)
            {
                return (new(said), "print");
            }
        }

        return (new(_ejects ? await _transport.PresentAsync(stop) : "OK"), "present");
    }

    private async Task<string> PrintAsync(CancellationToken stop)
    {
        try
        {
            return await _transport.PrintAsync(_job.Face, stop);
        }
        finally
        {
            _job.Clear();
        }
    }
}
