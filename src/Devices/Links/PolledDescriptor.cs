using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KioskSuite.Devices.Links;

/// <summary>
/// An open, non-blocking descriptor whose reads and writes can be cancelled: one thread waits in <c>poll</c> on it and
/// on an eventfd, and only ever says that it is worth trying again. Public for the simulators' end of a terminal.
/// </summary>
public sealed class PolledDescriptor : IAsyncDisposable
{
    private readonly SafeFileHandle _descriptor;
    private readonly SafeFileHandle _wakeUp;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _threadEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _reader;
    private TaskCompletionSource? _writer;
    private bool _closing;

    private PolledDescriptor(SafeFileHandle descriptor, SafeFileHandle wakeUp) =>
        (_descriptor, _wakeUp) = (descriptor, wakeUp);

    /// <summary>Takes the descriptor over and starts the thread, which lives until it is disposed.</summary>
    /// <param name="descriptor">Must be non-blocking.</param>
    public static PolledDescriptor Start(SafeFileHandle descriptor)
    {
        var wakeUp = Linux.EventFd(0, Linux.NonBlocking | Linux.CloseOnExec);
        InvariantException.Require(wakeUp >= 0, "eventfd failed");
        var polled = new PolledDescriptor(descriptor, new SafeFileHandle(wakeUp, ownsHandle: true));
        new Thread(polled.Loop) { IsBackground = true, Name = "link poll" }.Start();
        return polled;
    }

    /// <summary>Reads 1 byte or more; 0 when the other end is gone or this was closed.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var count = TryTransfer(buffer, write: false);
            if (count is { } known)
            {
                return known;
            }

            await WaitAsync(write: false, stop);
        }
    }

    /// <summary>Writes everything; false when the other end is gone or this was closed.</summary>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (!bytes.IsEmpty)
        {
            stop.ThrowIfCancellationRequested();
            switch (TryTransfer(MemoryMarshal.AsMemory(bytes), write: true))
            {
                case null:
                    await WaitAsync(write: true, stop);
                    break;
                case 0:
                    return false;
                case { } count:
                    bytes = bytes[count..];
                    break;
            }
        }

        return true;
    }

    /// <summary>Ends every wait, the thread and the descriptor; may be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
        }

        WakeUp();
        await _threadEnded.Task;
    }

    // Null: nothing to be had now. The handle is counted per call, so a close cannot hand its number to another file.
    private unsafe int? TryTransfer(Memory<byte> buffer, bool write)
    {
        using var pin = buffer.Pin();
        while (true)
        {
            try
            {
                var count = write
                    ? Linux.Write(_descriptor, (byte*)pin.Pointer, buffer.Length)
                    : Linux.Read(_descriptor, (byte*)pin.Pointer, buffer.Length);
                if (count >= 0)
                {
                    return (int)count;
                }
            }
            catch (ObjectDisposedException)
            {
                return 0;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Linux.Interrupted:
                    continue;
                case Linux.Again:
                    return null;
                default:
                    return 0;
            }
        }
    }

    private async Task WaitAsync(bool write, CancellationToken stop)
    {
        var wait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_closing)
            {
                // Closing: the next attempt finds the handle gone, or finds what had already arrived.
                wait.SetResult();
            }
            else
            {
                ref var slot = ref write ? ref _writer : ref _reader;
                InvariantException.Require(slot is null or { Task.IsCompleted: true }, "one reader and one writer");
                slot = wait;
            }
        }

        WakeUp();
        await using (stop.Register(() => wait.TrySetCanceled(stop)))
        {
            await wait.Task;
        }

        if (_closing)
        {
            await _threadEnded.Task;
        }
    }

    private unsafe void WakeUp()
    {
        ulong one = 1;
        try
        {
            _ = Linux.Write(_wakeUp, (byte*)&one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // Already closed: nobody is left to wake.
        }
    }

    private unsafe void Loop()
    {
        var sets = stackalloc Linux.PollFd[2];
        while (true)
        {
            short wanted;
            lock (_gate)
            {
                if (_closing)
                {
                    break;
                }

                wanted = (short)((IsPending(_reader) ? Linux.PollIn : 0) | (IsPending(_writer) ? Linux.PollOut : 0));
            }

            // A hung-up terminal reports itself for ever, so it is left out while nobody waits.
            sets[0] = new() { Descriptor = (int)_wakeUp.DangerousGetHandle(), Events = Linux.PollIn };
            sets[1] = new() { Descriptor = (int)_descriptor.DangerousGetHandle(), Events = wanted };
            if (Linux.Poll(sets, wanted == 0 ? 1u : 2u, -1) >= 0)
            {
                Report(sets[0].Revents, wanted == 0 ? (short)0 : sets[1].Revents);
            }
        }

        End();
    }

    private unsafe void Report(short wakeUp, short line)
    {
        if (wakeUp != 0)
        {
            ulong count;
            _ = Linux.Read(_wakeUp, (byte*)&count, sizeof(ulong));
        }

        var ended = (line & ~(Linux.PollIn | Linux.PollOut)) != 0;
        lock (_gate)
        {
            if (ended || (line & Linux.PollIn) != 0)
            {
                _reader?.TrySetResult();
            }

            if (ended || (line & Linux.PollOut) != 0)
            {
                _writer?.TrySetResult();
            }
        }
    }

    private void End()
    {
        _descriptor.Dispose();
        _wakeUp.Dispose();
        lock (_gate)
        {
            _reader?.TrySetResult();
            _writer?.TrySetResult();
        }

        _threadEnded.TrySetResult();
    }

    private static bool IsPending(TaskCompletionSource? wait) => wait is { Task.IsCompleted: false };
}
