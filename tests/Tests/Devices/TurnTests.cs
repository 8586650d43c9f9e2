using KioskSuite.Devices;

namespace KioskSuite.Tests.Devices;

/// <summary>One at a time, in order; who gives up is passed over.</summary>
public sealed class TurnTests
{
    private readonly Turn _turn = new();

    [Fact]
    public async Task The_turn_goes_to_the_first_who_still_waits()
    {
        using var impatient = new CancellationTokenSource();
        await _turn.WaitAsync(CancellationToken.None);
        var first = _turn.WaitAsync(impatient.Token).AsTask();
        var second = _turn.WaitAsync(CancellationToken.None).AsTask();
        var third = _turn.WaitAsync(CancellationToken.None).AsTask();

        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        _turn.Release();

        await second;
        third.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_turn_given_back_is_free_again()
    {
        await _turn.WaitAsync(CancellationToken.None);
        _turn.Release();

        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _turn.WaitAsync(late.Token);
    }
}
