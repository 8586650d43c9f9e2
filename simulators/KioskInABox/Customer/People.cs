using KioskSuite.KioskInABox.Camera;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.Customer;

/// <summary>Who stands before the screen: one customer at a time, and the teller until a person is.</summary>
internal sealed class People : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _tellerLeaves = new();
    private readonly HttpClient _http;
    private readonly World.World _world;
    private readonly Seed _seed;
    private readonly Watching _screen;
    private TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _customer = Task.CompletedTask;
    private readonly Presence _presence;
    private Task? _teller;
    private Task? _sitter;

    public People(HttpClient http, World.World world, Seed seed, Presence presence)
    {
        (_http, _world, _seed, _presence) = (http, world, seed, presence);
        _screen = new Watching(
            async stop => new ScreenClient(_http, await _address.Task.WaitAsync(stop)), TimeProvider.System);
    }

    /// <summary>The screen is here from now on.</summary>
    public void Visit(Uri screen)
    {
        _sitter ??= new Sitter(_presence).RunAsync(_screen, _stop.Token);
        if (!_address.TrySetResult(screen))
        {
            _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _address.SetResult(screen);
        }
    }

    /// <summary>A customer comes, and <c>customer-done</c> is said when the customer leaves.</summary>
    public void Come(string person, IShop shop, Action<object> say)
    {
        _teller ??= new Teller(_world).RunAsync(_screen, _tellerLeaves.Token);
        _customer = TellAsync(() => ServeAsync(person, shop, say), say);
    }

    /// <summary>The taken card is tried in a shop, unless it was; <c>tried</c> is said then.</summary>
    public void TryNew(IShop shop, Action<object> say) => _customer = TellAsync(
        async () =>
        {
            await shop.TryTakenCardAsync(_world, _stop.Token);
            say(new { @event = "tried" });
        },
        say);

    /// <summary>The simulated teller leaves the page to people.</summary>
    public void Leave() => _tellerLeaves.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _tellerLeaves.CancelAsync();
        await Task.WhenAll(_customer, _teller ?? Task.CompletedTask, _sitter ?? Task.CompletedTask).ContinueWith(
            _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _tellerLeaves.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(string person, IShop shop, Action<object> say)
    {
        _presence.Face = _seed.DocumentOf(person).Face;
        var card = _seed.LostCardOf(person).GetProperty("card").GetString()!;
        var hands = new Hands(_world, _seed.DocumentOf(person), card, shop, TimeProvider.System);
        var outcome = await hands.RunAsync(_screen, _stop.Token);
        say(new { @event = "customer-done", outcome });
    }

    private async Task TellAsync(Func<Task> act, Action<object> say)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            say(new { @event = "customer-failed", why = e.ToString() });
        }
    }
}
