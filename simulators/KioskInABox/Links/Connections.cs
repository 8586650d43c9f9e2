using KioskSuite.Devices.Links;

namespace KioskSuite.KioskInABox.Links;

/// <summary>Connections to one device: each is served until it ends or this is disposed.</summary>
/// <param name="plug">While it is out, nothing is accepted.</param>
/// <param name="serve">Speaks over the device's end; returns when the other end is gone or the plug is pulled.</param>
public sealed class Connections(Plug plug, Func<ILink, CancellationToken, Task> serve) : IAsyncDisposable
{
    private const int Most = 8;

    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private readonly List<Task> _served = [];

    /// <summary>Takes a connection over, or refuses it; a refused one stays the caller's.</summary>
    public bool Accept(ILink link)
    {
        lock (_gate)
        {
            _served.RemoveAll(c => c.IsCompleted);
            if (!plug.IsIn || _served.Count >= Most || _ending.IsCancellationRequested)
            {
                return false;
            }

            _served.Add(ServeAsync(link));
            return true;
        }
    }

    /// <remarks>CancelAsync would pass through the thread pool, which virtual time cannot see.</remarks>
    public ValueTask DisposeAsync()
    {
        _ending.Cancel();
        return new ValueTask(EndAsync());
    }

    private async Task EndAsync()
    {
        Task[] served;
        lock (_gate)
        {
            served = [.. _served];
        }

        await Task.WhenAll(served);
        _ending.Dispose();
    }

    private async Task ServeAsync(ILink link)
    {
        await using (link)
        {
            try
            {
                await serve(link, _ending.Token);
            }
            catch (OperationCanceledException)
            {
                // The end of the simulator.
            }
        }
    }
}
