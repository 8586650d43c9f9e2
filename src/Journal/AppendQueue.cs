using System.Threading.Channels;

namespace KioskSuite.Journal;

/// <summary>Facts of one caller on their way to the writer.</summary>
internal sealed record AppendRequest(IReadOnlyList<Fact> Facts, int Bytes, CancellationToken Stop)
{
    public TaskCompletionSource<IReadOnlyList<Entry>> Written { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Bounded: further callers wait outside. The writer gets all that waits, up to one commit's bounds.</summary>
internal sealed class AppendQueue(JournalOptions options, IWriterThread thread)
{
    private readonly Channel<AppendRequest> _waiting = Channel.CreateBounded<AppendRequest>(options.WaitingCallers);

    public bool IsEmpty => _waiting.Reader.Count == 0;

    /// <summary>Nothing waits, and nothing more will come.</summary>
    public bool HasEnded => _waiting.Reader.Completion.IsCompleted;

    public async ValueTask<IReadOnlyList<Entry>> AddAsync(AppendRequest request)
    {
        try
        {
            await _waiting.Writer.WriteAsync(request, request.Stop);
        }
        catch (ChannelClosedException e) when (e.InnerException is JournalException ended)
        {
            throw new JournalException(ended.Fault, "takes nothing more", null, ended);
        }

        thread.Wake();
        return await request.Written.Task;
    }

    /// <summary>What waits now, up to one commit's bounds.</summary>
    public List<AppendRequest> TakeAll()
    {
        var (taken, bytes) = (new List<AppendRequest>(), 0);
        while (taken.Count < options.CallersPerCommit
            && _waiting.Reader.TryPeek(out var next) && bytes + next.Bytes <= options.BytesPerCommit
            && _waiting.Reader.TryRead(out next))
        {
            taken.Add(next);
            bytes += next.Bytes;
        }

        return taken;
    }

    /// <summary>Nothing more is taken in; those who wait already are still served.</summary>
    public void End(JournalException why)
    {
        _waiting.Writer.TryComplete(why);
        thread.Wake();
    }
}
