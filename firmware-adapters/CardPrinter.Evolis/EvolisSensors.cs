using KioskSuite.Devices;

namespace KioskSuite.CardPrinter.Evolis;

/// <summary>What was going on when the printer refused, which decides the sensors that can explain it.</summary>
internal enum EvolisMoment
{
    Feed,
    Move,
    Print,
    Retain,
}

/// <summary>The reads of the printer. They move nothing, so a suspect answer may be asked for again.</summary>
internal sealed class EvolisSensors(EvolisChannel channel, EvolisModel model, TimeSpan within, TimeProvider time)
{
    private static readonly TimeSpan BetweenRetries = TimeSpan.FromMilliseconds(100);

    /// <summary>Place of the card in the transport by <c>Rlr;p</c>, or null for none.</summary>
    public async ValueTask<Outcome<Place?>> TransportAsync(CancellationToken stop)
    {
        var reply = await channel.AskAsync(new("Rlr;p"), within, stop);
        if (reply.Failure is { } failure)
        {
            return failure;
        }

        return reply.Value.Says switch
        {
            EvolisSays.Ok or EvolisSays.NoCard => (Place?)null,
            EvolisSays.SmartCard => Place.ChipStation,
            EvolisSays.Card or EvolisSays.ContactlessCard => Place.Printer,
            EvolisSays.CardSomewhere => Place.Unknown,
            _ => Unexpected("Rlr;p", reply.Value),
        };
    }

    /// <summary>Transport and bezel together: a card that covers both is somewhere between.</summary>
    public async ValueTask<Outcome<Place?>> WhereAsync(CancellationToken stop)
    {
        var transport = await TransportAsync(stop);
        if (!transport.Ok)
        {
            return transport;
        }

        var bezel = await BezelAsync(stop);
        if (bezel.Failure is { } failure)
        {
            return failure;
        }

        return !bezel.Value ? transport : transport.Value is null ? Place.Exit : Place.Unknown;
    }

    /// <summary>Whether a card stands in the bezel.</summary>
    public ValueTask<Outcome<bool>> BezelAsync(CancellationToken stop) => SeesAsync("Rse;b", stop);

    /// <summary>Whether the cover is closed.</summary>
    public ValueTask<Outcome<bool>> CoverClosedAsync(CancellationToken stop) => SeesAsync("Rse;o", stop);

    /// <summary>Whether the feeder holds blanks.</summary>
    public ValueTask<Outcome<bool>> FeederFilledAsync(CancellationToken stop) => SeesAsync("Rse;f", stop);

    /// <summary>Whether the feeder holds few blanks.</summary>
    public ValueTask<Outcome<bool>> FeederLowAsync(CancellationToken stop) => SeesAsync("Rse;n", stop);

    /// <summary>Cards inserted in the printer's life; null where model or firmware do not count them.</summary>
    public async ValueTask<Outcome<uint?>> InsertedAsync(CancellationToken stop)
    {
        if (model.InsertedCounter is not { } read)
        {
            return (uint?)null;
        }

        var reply = await channel.AskAsync(new(read), within, stop);
        if (reply.Failure is { } failure)
        {
            return failure;
        }

        return reply.Value.Says == EvolisSays.UnknownCommand ? (uint?)null
            : reply.Value.Count is { } count ? (uint?)count
            : Unexpected(read, reply.Value);
    }

    /// <summary>Whether the reject box is full by <c>Rlr;h</c>.</summary>
    public async ValueTask<Outcome<bool>> RejectBoxFullAsync(CancellationToken stop)
    {
        var reply = await channel.AskAsync(new("Rlr;h"), within, stop);
        if (reply.Failure is { } failure)
        {
            return failure;
        }

        return reply.Value.Says switch
        {
            EvolisSays.Card => true,
            EvolisSays.NoCard => false,
            _ => Unexpected("Rlr;h", reply.Value),
        };
    }

    /// <summary>Prints left; 0 with no readable ribbon.</summary>
    public ValueTask<Outcome<int>> RibbonLeftAsync(CancellationToken stop) => RibbonAsync("Rrt;count", stop);

    /// <summary>A number of the ribbon's tag, which may answer OK in place of it up to three times.</summary>
    public async ValueTask<Outcome<int>> RibbonAsync(string read, CancellationToken stop)
    {
        for (var retries = 3; ; retries--)
        {
            var reply = await channel.AskAsync(new(read), within, stop);
            if (reply.Failure is { } failure)
            {
                return failure;
            }

            if (reply.Value.Count is { } count)
            {
                return count;
            }

            if (reply.Value.Says == EvolisSays.Error)
            {
                return 0;
            }

            if (reply.Value.Says != EvolisSays.Ok || retries == 0)
            {
                return Unexpected(read, reply.Value);
            }

            await Task.Delay(BetweenRetries, time, stop);
        }
    }

    /// <summary>Finds the reason of an error by the sensors, since the words of errors are not public.</summary>
    public async ValueTask<Failure> ExplainAsync(EvolisMoment moment, string said, CancellationToken stop)
    {
        if (await CoverClosedAsync(stop) is { Ok: true, Value: false })
        {
            return new Failure(DeviceFault.CoverOpen, said);
        }

        if (moment == EvolisMoment.Feed && (await FeederFilledAsync(stop) is { Ok: true, Value: false }
            || await WhereAsync(stop) is { Ok: true, Value: null }))
        {
            // The feeder's sensor may see a blank that is none: whatever it says, no card came.
            return new Failure(DeviceFault.FeederEmpty, said);
        }

        if (moment == EvolisMoment.Print && await RibbonLeftAsync(stop) is { Ok: true, Value: 0 })
        {
            return new Failure(DeviceFault.RibbonEnded, said);
        }

        return moment == EvolisMoment.Retain && await RejectBoxFullAsync(stop) is { Ok: true, Value: true }
            ? new Failure(DeviceFault.RejectBoxFull, said)
            : new Failure(DeviceFault.CardJam, said);
    }

    /// <summary>A well-formed answer that is none to this command: a refusal, or out of step.</summary>
    public Failure Unexpected(string command, EvolisReply reply)
    {
        if (reply.Says is EvolisSays.UnknownCommand or EvolisSays.Error)
        {
            return new Failure(DeviceFault.Refused, $"{command}: {reply}");
        }

        channel.Distrust();
        return new Failure(DeviceFault.Garbage, $"{command}: {reply}");
    }

    private async ValueTask<Outcome<bool>> SeesAsync(string read, CancellationToken stop)
    {
        var reply = await channel.AskAsync(new(read), within, stop);
        if (reply.Failure is { } failure)
        {
            return failure;
        }

        return reply.Value.Volts is { } volts ? volts > model.SensorOnVolts : Unexpected(read, reply.Value);
    }
}
