using KioskSuite.Devices;
using KioskSuite.Devices.Links;

namespace KioskSuite.CardPrinter.Evolis;

/// <summary>One command, one reply, within a deadline. Not thread-safe; nothing is ever sent twice here.</summary>
internal sealed class EvolisChannel(ILink link, TimeProvider time)
{
    private readonly byte[] _received = new byte[EvolisReply.Most + 1];

    /// <summary>True when an answer may be missing or wrong; the link is then opened anew before the next.</summary>
    /// <remarks>Replies carry no number, so only a fresh link tells a late answer from the next one.</remarks>
    public bool Suspect { get; private set; } = true;

    public void Distrust() => Suspect = true;

    public void Trust() => Suspect = false;

    public async ValueTask<Outcome<Done>> ReopenAsync(TimeSpan within, CancellationToken stop)
    {
        Suspect = true;
        using var late = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            link.DiscardInput();
            await link.CloseAsync();
            return await link.OpenAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Failure(DeviceFault.Timeout, "open");
        }
    }

    /// <summary>Sends a command and reads its one reply; its bytes are zeroed.</summary>
    public async ValueTask<Outcome<EvolisReply>> AskAsync(
        EvolisCommand command, TimeSpan within, CancellationToken stop)
    {
        var trusted = !Suspect;
        Suspect = true;
        using var late = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        var bytes = command.Build();
        try
        {
            link.DiscardInput();
            if ((await link.WriteAsync(bytes, either.Token)).Failure is { } unsent)
            {
                return unsent with { Said = command.ToString() };
            }

            var reply = await ReadAsync(command, either.Token);
            Suspect = !(trusted && reply.Ok);
            return reply;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Failure(DeviceFault.Timeout, command.ToString());
        }
        finally
        {
            Array.Clear(bytes);
            Array.Clear(_received);
        }
    }

    /// <summary>Sends a read and drops up to four replies to commands given up, until its own known one.</summary>
    /// <remarks>For links that keep a late answer over a reopening; a fresh TCP connection has none.</remarks>
    public async ValueTask<Outcome<Done>> SkipToAsync(
        EvolisCommand command, string known, TimeSpan within, CancellationToken stop)
    {
        var wanted = new EvolisReply(known).Build();
        var received = new byte[4 * (EvolisReply.Most + 1)];
        using var late = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            var step = await link.WriteAsync(command.Build(), either.Token);
            for (var count = 0; step.Ok && count < received.Length;)
            {
                var read = await link.ReadAsync(received.AsMemory(count), either.Token);
                if (read.Failure is { } lost)
                {
                    return lost with { Said = command.ToString() };
                }

                count += read.Value;
                if (received.AsSpan(0, count).EndsWith(wanted))
                {
                    return new Done();
                }

                if (!EvolisReply.Allows(received.AsSpan(0, count)))
                {
                    break;
                }
            }

            return step.Ok ? new Failure(DeviceFault.Garbage, command.ToString()) : step;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Failure(DeviceFault.Timeout, command.ToString());
        }
    }

    private async ValueTask<Outcome<EvolisReply>> ReadAsync(EvolisCommand command, CancellationToken stop)
    {
        var count = 0;
        while (true)
        {
            var read = await link.ReadAsync(_received.AsMemory(count), stop);
            if (read.Failure is { } lost)
            {
                return lost with { Said = command.ToString() };
            }

            count += read.Value;
            switch (EvolisReply.Parse(_received.AsSpan(0, count), out var reply))
            {
                case EvolisParse.Whole:
                    return reply;
                case EvolisParse.Bad:
                    return new Failure(DeviceFault.Garbage, command.ToString());
            }
        }
    }
}
