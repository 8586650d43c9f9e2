using KioskSuite.CardPrinter.Evolis;
using KioskSuite.Devices;

namespace KioskSuite.KioskInABox.CardPrinter;

/// <summary>The panel memory of one sequence.</summary>
internal sealed class EvolisJob
{
    private const string CommandError = "ERROR CDE";

    private readonly Dictionary<string, byte[]> _panels = [];
    private bool _started;

    /// <summary>Whether a sequence with panels waits for its end.</summary>
    public bool Loaded => _started && _panels.Count > 0;

    public string Take(EvolisCommand command)
    {
        switch (command.Name)
        {
            case "Ss":
                Clear();
                _started = true;
                return "OK";
            case "Db":
                return TakeColour(command);
            case "Dbc":
                return TakeBlack(command);
            default:
                return command.Head is "Sr" or "Pr;ymcko" or "Wcb;o;255" ? "OK" : CommandError;
        }
    }

    /// <summary>The face that the panels make; a panel that did not come is blank.</summary>
    public byte[] Face() => EvolisPanels.Join(new EvolisPanelSet(
        Panel("y", EvolisPanels.ColourLength),
        Panel("m", EvolisPanels.ColourLength),
        Panel("c", EvolisPanels.ColourLength),
        Panel("k", EvolisPanels.BlackLength))).Rgb;

    public void Clear()
    {
        _panels.Clear();
        _started = false;
    }

    private byte[] Panel(string name, int length) => _panels.GetValueOrDefault(name) ?? new byte[length];

    private string TakeColour(EvolisCommand command)
    {
        if (command.Head is not ("Db;y;128" or "Db;m;128" or "Db;c;128"))
        {
            return CommandError;
        }

        _panels[command.Parameters[0]] = command.Data.ToArray();
        return "OK";
    }

    private string TakeBlack(EvolisCommand command)
    {
        if (command.Parameters is not ["k", "2", _]
            || EvolisRuns.Expand(command.Data.Span, CardImage.Width) is not { Ok: true } plane)
        {
            return CommandError;
        }

        _panels["k"] = plane.Value;
        return "OK";
    }
}
