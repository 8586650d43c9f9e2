using KioskSuite.Devices;

namespace KioskSuite.CardPrinter.Evolis;

/// <summary>Loads a face into the printer's panel memory; <c>Se</c> then prints it.</summary>
internal sealed class EvolisPrintJob(
    EvolisChannel channel,
    EvolisStartUp settings,
    EvolisSensors sensors,
    EvolisModel model,
    EvolisDeadlines deadlines)
{
    /// <summary>Sends ribbon, sequence and panels; nothing moves. The panels are zeroed.</summary>
    public async ValueTask<Outcome<Done>> LoadAsync(CardImage face, CancellationToken stop)
    {
        var done = await settings.SetAsync("Pneab;E", stop);
        done = done.Ok ? await settings.SetAsync($"Pr;{model.Ribbon}", stop) : done;
        if (!done.Ok)
        {
            return done;
        }

        var panels = EvolisPanels.Split(face);
        var black = EvolisRuns.Compress(panels.Black);
        EvolisCommand[] sequence =
        [
            new("Ss"),
            new("Sr"),
            new("Db;y;128", panels.Yellow),
            new("Db;m;128", panels.Magenta),
            new("Db;c;128", panels.Cyan),
            new($"Dbc;k;2;{black.Length}", black),
            new("Wcb;o;255"),
        ];
        try
        {
            foreach (var command in sequence)
            {
                done = done.Ok ? await SendAsync(command, stop) : done;
            }

            return done;
        }
        finally
        {
            panels.Clear();
            Array.Clear(black);
        }
    }

    private async ValueTask<Outcome<Done>> SendAsync(EvolisCommand command, CancellationToken stop)
    {
        var reply = await channel.AskAsync(command, deadlines.Download, stop);
        if (reply.Failure is { } failure)
        {
            return failure;
        }

        return reply.Value.Says switch
        {
            EvolisSays.Ok => new Done(),
            EvolisSays.Error => await sensors.ExplainAsync(EvolisMoment.Print, $"{command}: {reply.Value}", stop),
            _ => sensors.Unexpected(command.Head, reply.Value),
        };
    }
}
