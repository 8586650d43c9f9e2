using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.Hosting;

/// <summary>The command line of the kiosk in a box. An unknown argument is an error.</summary>
internal sealed record Arguments
{
    public string Folder { get; init; } = "";

    public string SeedFile { get; init; } = "";

    public string Person { get; init; } = "plain";

    /// <summary>
    /// Contact slot of vpcd; the shop's terminal is the next port. 0: no PC/SC, the chip listens itself.
    /// </summary>
    public int VpcdPort { get; init; }

    /// <summary>The printer's chip station also has an antenna: vpcd's second slot, or a second direct link.</summary>
    public bool Antenna { get; init; }

    public int BenchPort { get; init; }

    public int CameraPort { get; init; }

    public IReadOnlySet<Fault> Faults { get; init; } = new HashSet<Fault>();

    public string Hold { get; init; } = "";

    /// <summary>1 is a real machine's pace; the demo is faster.</summary>
    public double Pace { get; init; } = 0.05;

    /// <summary>Cards that the reject box holds.</summary>
    public int RejectBox { get; init; } = 30;

    /// <summary>Prints left on the ribbon at the start.</summary>
    public int Ribbon { get; init; } = 200;

    public uint SeedNumber { get; init; } = 0x5EED;

    public static Arguments Parse(string[] args)
    {
        var parsed = new Arguments();
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            parsed = parsed.With(args[i], args[i + 1]);
        }

        return args.Length % 2 == 0 && parsed.Folder.Length > 0 && parsed.SeedFile.Length > 0
            ? parsed
            : throw new ArgumentException("--folder DIR --seed FILE are needed, each argument with a value");
    }

    private Arguments With(string name, string value) => name switch
    {
        "--folder" => this with { Folder = value },
        "--seed" => this with { SeedFile = value },
        "--person" => this with { Person = value },
        "--vpcd" => this with { VpcdPort = int.Parse(value) },
        "--antenna" => this with { Antenna = bool.Parse(value) },
        "--bench-port" => this with { BenchPort = int.Parse(value) },
        "--camera-port" => this with { CameraPort = int.Parse(value) },
        "--fault" => this with { Faults = new HashSet<Fault>(Faults) { FaultOf(value) } },
        "--hold" => this with { Hold = value },
        "--pace" => this with { Pace = double.Parse(value, System.Globalization.CultureInfo.InvariantCulture) },
        "--reject-box" => this with { RejectBox = int.Parse(value) },
        "--ribbon" => this with { Ribbon = int.Parse(value) },
        "--seed-number" => this with { SeedNumber = uint.Parse(value) },
        _ => throw new ArgumentException($"unknown argument {name}"),
    };

    private static Fault FaultOf(string name) =>
        Enum.TryParse<Fault>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var fault)
            ? fault
            : throw new ArgumentException($"unknown fault {name}");
}
