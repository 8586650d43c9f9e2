using KioskSuite.Devices;

namespace KioskSuite.CardPrinter.Evolis;

/// <summary>Opens the link anew and sets the printer up, in the order that kiosks in the field use.</summary>
/// <remarks>Reads and settings only, so it may run after any failure, whatever the card does meanwhile.</remarks>
internal sealed class EvolisStartUp(
    EvolisChannel channel, EvolisSensors sensors, EvolisModel model, EvolisDeadlines deadlines)
{
    private static readonly EvolisCommand ReadSerial = new("Rsn");

    private string? _serial;

    public async ValueTask<Outcome<Done>> RunAsync(CancellationToken stop)
    {
        var opened = await channel.ReopenAsync(deadlines.Open, stop);
        // Forgotten until it answers, so that an exchanged printer fails once and not for ever.
        var known = _serial;
        _serial = null;
        if (opened.Ok && known is not null)
        {
            opened = await channel.SkipToAsync(ReadSerial, known, deadlines.Read, stop);
        }

        if (!opened.Ok)
        {
            return opened;
        }

        channel.Trust();
        try
        {
            return await SetUpAsync(stop);
        }
        finally
        {
            // Also when cancelled between two commands.
            if (_serial is null)
            {
                channel.Distrust();
            }
        }
    }

    /// <summary>Sends a setting; anything but OK fails.</summary>
    public async ValueTask<Outcome<Done>> SetAsync(string setting, CancellationToken stop)
    {
        var reply = await channel.AskAsync(new(setting), deadlines.Read, stop);
        if (reply.Failure is { } failure)
        {
            return failure;
        }

        return reply.Value.Says == EvolisSays.Ok ? new Done() : sensors.Unexpected(setting, reply.Value);
    }

    /// <summary>Host manages errors, so that the printer never feeds or repeats by itself.</summary>
    private string[] Settings() =>
    [
        "Pem;2", "Pcim;F", "Pcem;I", "Psmgr;2", "Pneab;E", "Pcrm;D", "Pbc;A;D", $"Pfs;{model.FeederSpeeds}",
    ];

    private async ValueTask<Outcome<Done>> SetUpAsync(CancellationToken stop)
    {
        var done = await ReadRibbonAsync(stop);
        foreach (var setting in Settings())
        {
            done = done.Ok ? await SetAsync(setting, stop) : done;
        }

        return done.Ok ? await ReadSerialAsync(stop) : done;
    }

    private async ValueTask<Outcome<Done>> ReadRibbonAsync(CancellationToken stop)
    {
        foreach (var zone in new[] { "Rzp", "Rrt;zone" })
        {
            var reply = await channel.AskAsync(new(zone), deadlines.Read, stop);
            if (reply.Failure is { } failure)
            {
                return failure;
            }

            if (reply.Value.Says is not (EvolisSays.Text or EvolisSays.Ok or EvolisSays.Error))
            {
                return sensors.Unexpected(zone, reply.Value);
            }
        }

        foreach (var number in new[] { "Rrt;qty", "Rrt;count" })
        {
            var count = await sensors.RibbonAsync(number, stop);
            if (count.Failure is { } failure)
            {
                return failure;
            }
        }

        return new Done();
    }

    /// <summary>The last answer must be a serial number and no OK: a proof that all answers were in step.</summary>
    private async ValueTask<Outcome<Done>> ReadSerialAsync(CancellationToken stop)
    {
        var reply = await channel.AskAsync(ReadSerial, deadlines.Read, stop);
        if (reply.Failure is { } failure)
        {
            return failure;
        }

        if (reply.Value.Says != EvolisSays.Text || reply.Value.Text.Length == 0)
        {
            return sensors.Unexpected(ReadSerial.Head, reply.Value);
        }

        _serial = reply.Value.Text;
        return new Done();
    }
}
