using KioskSuite.Devices;
using KioskSuite.KioskInABox.ChipStation;

namespace KioskSuite.Simulation.Cuts;

/// <summary>One card in the world. Unknown is: somebody carried it away from inside.</summary>
/// <param name="Ticket">The ticket under which it was fed.</param>
/// <param name="Chip">Null once the power was off: nobody may speak with it any more.</param>
internal sealed record Plastic(string Ticket, SimulatedChip? Chip)
{
    public Place Place { get; set; } = Place.ChipStation;

    public bool Striped { get; set; }

    public bool Printed { get; set; }

    public bool Inside => Place is Place.ChipStation or Place.Printer or Place.Exit;

    public override string ToString() => $"{Ticket} at {Place}";
}
