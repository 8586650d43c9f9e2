using KioskSuite.Devices;

namespace KioskSuite.Simulation.Cuts;

/// <summary>What the printer shows when the service is back.</summary>
internal enum Shows
{
    AsItIs,

    /// <summary>It wakes up late.</summary>
    NoAnswerAtFirst,

    /// <summary>It never answers again; then a technician revives it.</summary>
    DeadForEver,

    /// <summary>A hand or a technician took the card that was in it.</summary>
    Gone,

    /// <summary>Waking up it pushed the card out to the exit.</summary>
    PushedOut,

    /// <summary>Waking up it put the card into the reject box.</summary>
    Binned,
}

/// <summary>Central when the service is back.</summary>
internal enum CentreIs
{
    There,
    AwayAtFirst,
    LosingReplies,
}

/// <summary>Makes the world after a cut what a row of the table says.</summary>
internal static class Afterwards
{
    public static readonly TimeSpan Outage = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(25);

    /// <summary>The sightings a device can show: a card that is not inside can go nowhere.</summary>
    public static IReadOnlyList<Shows> Of(Snapshot left) =>
        [.. Enum.GetValues<Shows>().Where(s => left.CardInside || s < Shows.Gone)];

    public static void Apply(World world, Shows shows, CentreIs centre)
    {
        var machine = world.Machine;
        machine.Dead = shows is Shows.NoAnswerAtFirst or Shows.DeadForEver;
        world.Centre.Away = centre == CentreIs.AwayAtFirst;
        world.Centre.LosesReplies = centre == CentreIs.LosingReplies;
        if (machine.Inside is { } card && shows >= Shows.Gone)
        {
            card.Place = shows switch
            {
                Shows.PushedOut => Place.Exit,
                Shows.Binned => Place.Retained,
                _ => card.Place == Place.Exit ? Place.Taken : Place.Unknown,
            };
            machine.Jammed = false;
        }
    }

    /// <summary>What was late comes.</summary>
    public static async Task PassAsync(World world, Shows shows)
    {
        if (!world.Machine.Dead && !world.Centre.Away)
        {
            return;
        }

        await Task.Delay(s_late, world.Time);
        world.Machine.Dead &= shows == Shows.DeadForEver;
        world.Centre.Away = false;
    }
}
