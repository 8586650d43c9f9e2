namespace KioskSuite.Devices.Links;

/// <summary>One direction of a loopback: bounded; at most one reader and one writer wait.</summary>
internal sealed class LoopbackPipe
{
    private const int Capacity = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<byte> _bytes = new();
    private TaskCompletionSource? _reader;
    private TaskCompletionSource? _writer;
    private bool _readerThere = true;
    private bool _writerThere = true;

    internal bool ReaderThere
    {
        set => Change(() => _readerThere = value);
    }

    internal bool WriterThere
    {
        get
        {
            lock (_gate)
            {
                return _writerThere;
            }
        }

        set => Change(() => _writerThere = value);
    }

    internal async ValueTask<Outcome<Done>> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            TaskCompletionSource wait;
            lock (_gate)
            {
                if (!_readerThere || !_writerThere)
                {
                    return DeviceFault.Offline;
                }

                bytes = bytes[Put(bytes.Span)..];
                if (bytes.IsEmpty)
                {
                    return default(Done);
                }

                wait = _writer = Signal();
            }

            await WaitAsync(wait, stop);
        }
    }

    internal async ValueTask<Outcome<int>> ReadAsync(Memory<byte> buffer, CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            TaskCompletionSource wait;
            lock (_gate)
            {
                if (!_readerThere || (_bytes.Count == 0 && !_writerThere))
                {
                    return DeviceFault.Offline;
                }

                if (Take(buffer.Span) is > 0 and var count)
                {
                    return count;
                }

                wait = _reader = Signal();
            }

            await WaitAsync(wait, stop);
        }
    }

    internal void Discard() => Change(_bytes.Clear);

    // Task.WaitAsync would pass through the thread pool, which virtual time cannot see.
    private static async Task WaitAsync(TaskCompletionSource wait, CancellationToken stop)
    {
        await using (stop.Register(() => wait.TrySetCanceled(stop)))
        {
            await wait.Task;
        }
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _bytes.Count);
        for (var i = 0; i < count; i++)
        {
            buffer[i] = _bytes.Dequeue();
        }

        _writer?.TrySetResult();
        return count;
    }

    private int Put(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(bytes.Length, Capacity - _bytes.Count);
        foreach (var one in bytes[..count])
        {
            _bytes.Enqueue(one);
        }

        _reader?.TrySetResult();
        return count;
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _reader?.TrySetResult();
            _writer?.TrySetResult();
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
