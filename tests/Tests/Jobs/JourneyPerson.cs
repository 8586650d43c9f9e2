using KioskSuite.Jobs.Board;

namespace KioskSuite.Tests.Jobs;

/// <summary>Customer and teller at once: answers by the question's kind, with the first option if not told.</summary>
internal sealed class JourneyPerson
{
    /// <summary>Option by kind of question: choose-card, stop, fees, teller.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    /// <summary>A kind that nobody answers, and what is done while it stands there.</summary>
    public (string Kind, Action Meanwhile)? Silence { get; set; }

    public async Task ServeAsync(JourneyBoard board, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var view = board.View;
            if ((view.TellerQuestion ?? view.Question) is not { } open)
            {
                await board.WaitBeyondAsync(view.Version, stop).ContinueWith(
                    _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
            else if (Silence is { } silence && silence.Kind == open.Kind)
            {
                silence.Meanwhile();
                await Task.Yield();
            }
            else
            {
                var option = Answers.GetValueOrDefault(open.Kind) ?? open.Options[0].Id;
                board.Answer(open.Id, option, teller: view.TellerQuestion is not null);
                await Task.Yield();
            }
        }
    }
}
