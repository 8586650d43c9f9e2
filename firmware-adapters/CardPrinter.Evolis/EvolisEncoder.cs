using System.Runtime.InteropServices;
using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.CardPrinter.Evolis;

/// <summary>The stripe head. Track data stands in no failure, log or text.</summary>
internal sealed class EvolisEncoder(
    EvolisChannel channel, EvolisStartUp settings, EvolisModel model, EvolisDeadlines deadlines)
{
    public async ValueTask<Outcome<Done>> WriteAndReadBackAsync(StripeTracks tracks, CancellationToken stop)
    {
        string[] data = [tracks.Track1, tracks.Track2, tracks.Track3];
        var used = Enumerable.Range(1, data.Length).Where(track => data[track - 1].Length > 0).ToArray();
        if (used.Length == 0)
        {
            return new Done();
        }

        var field = EvolisModel.FieldOf(tracks.Coercivity);
        if (!model.Fields.Contains(field))
        {
            return new Failure(DeviceFault.StripeWriteFailed, $"no head for {tracks.Coercivity} coercivity");
        }

        // Before each card: the printer keeps the setting of the last one.
        var loaded = await settings.SetAsync($"Pmc;{field}", stop);
        foreach (var track in used)
        {
            loaded = loaded.Ok ? await LoadAsync(track, data[track - 1], stop) : loaded;
        }

        loaded = loaded.Ok ? await OkAsync(new("Smw"), stop) : loaded;
        foreach (var track in used)
        {
            loaded = loaded.Ok ? await CompareAsync(track, data[track - 1], stop) : loaded;
        }

        return loaded;
    }

    private async ValueTask<Outcome<Done>> LoadAsync(int track, string data, CancellationToken stop)
    {
        if (model.Tracks.FirstOrDefault(t => t.Track == track) is not { } head || !head.CanHold(data))
        {
            return new Failure(DeviceFault.StripeWriteFailed, $"track {track} cannot hold its data");
        }

        var formatted = await settings.SetAsync($"Pmt;{track};{head.Format}", stop);
        return formatted.Ok ? await OkAsync(new($"Dm;{track};{data}"), stop) : formatted;
    }

    private async ValueTask<Outcome<Done>> OkAsync(EvolisCommand command, CancellationToken stop)
    {
        var reply = await channel.AskAsync(command, deadlines.Stripe, stop);
        if (reply.Failure is { } failure)
        {
            return failure;
        }

        return reply.Value.Says == EvolisSays.Ok
            ? new Done()
            : new Failure(DeviceFault.StripeWriteFailed, $"{command.Name}: {reply.Value.Says}");
    }

    private async ValueTask<Outcome<Done>> CompareAsync(int track, string data, CancellationToken stop)
    {
        var reply = await channel.AskAsync(new($"Smr;{track}"), deadlines.Stripe, stop);
        if (reply.Failure is { } failure)
        {
            return failure;
        }

        return CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(reply.Value.Text.AsSpan()), MemoryMarshal.AsBytes(data.AsSpan()))
            ? new Done()
            : new Failure(DeviceFault.StripeReadBackDiffers, $"Smr;{track}: {reply.Value.Says}");
    }
}
