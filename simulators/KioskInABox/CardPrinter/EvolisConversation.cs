using KioskSuite.CardPrinter.Evolis;
using KioskSuite.Devices.Links;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.CardPrinter;

/// <summary>One connection: bytes to commands, one reply to each in order.</summary>
internal sealed class EvolisConversation(
    ILink link, EvolisMachine machine, HoldPoints holds, SimulatedEvolisOptions options)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _filled;

    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            if (_filled == _buffer.Length)
            {
                // The parser bounds a command, so the buffer ends at about 1 MiB.
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var read = await link.ReadAsync(_buffer.AsMemory(_filled), stop);
            if (!read.Ok)
            {
                return;
            }

            _filled += read.Value;
            while (Next(out var command) is var parse && parse != EvolisParse.Incomplete)
            {
                if (!await AnswerAsync(command, stop))
                {
                    return;
                }
            }
        }
    }

    private EvolisParse Next(out EvolisCommand? command)
    {
        var parse = EvolisCommand.Parse(_buffer.AsSpan(0, _filled), out command, out var used);
        _buffer.AsSpan(used, _filled - used).CopyTo(_buffer);
        _filled -= used;
        return parse;
    }

    private async Task<bool> AnswerAsync(EvolisCommand? command, CancellationToken stop)
    {
        if (command is null)
        {
            return (await link.WriteAsync(new EvolisReply("ERROR CDE").Build(), stop)).Ok;
        }

        var (reply, hold) = await machine.ExecuteAsync(command, stop);
        if (hold is not null)
        {
            await holds.PassAsync(hold, stop);
        }

        return await SendAsync(command.Name, reply.Build(), stop);
    }

    private async Task<bool> SendAsync(string name, byte[] reply, CancellationToken stop)
    {
        switch (options.TroubleAt.Length == 0 || options.TroubleAt.Split(' ').Contains(name)
            ? options.Trouble
            : EvolisTrouble.None)
        {
            case EvolisTrouble.Silent:
                return true;
            case EvolisTrouble.Garbage:
                reply = [200, 7, 255, 13, 0];
                break;
            case EvolisTrouble.Short:
                reply = reply[..^2];
                break;
            case EvolisTrouble.Twice:
                reply = [.. reply, .. reply];
                break;
            case EvolisTrouble.ClosesMidReply:
                await link.WriteAsync(reply.AsMemory(0, 1), stop);
                return false;
            case EvolisTrouble.NeverEnding:
                return await FloodAsync(stop);
        }

        return (await link.WriteAsync(reply, stop)).Ok;
    }

    /// <summary>Until the host has enough and closes.</summary>
    private async Task<bool> FloodAsync(CancellationToken stop)
    {
        var text = new byte[1024];
        Array.Fill(text, (byte)'A');
        while ((await link.WriteAsync(text, stop)).Ok)
        {
            await Task.Yield();
        }

        return false;
    }
}
