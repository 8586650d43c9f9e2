using KioskSuite.Devices;
using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Issue;

namespace KioskSuite.Simulation.Cuts;

/// <summary>Customer, teller and staff on the one thread: they answer what is asked, and say what is true.</summary>
internal sealed class People(World world)
{
    /// <param name="begins">A customer comes to the welcome screen.</param>
    public async Task ServeAsync(JourneyBoard board, bool begins, CancellationToken stop)
    {
        var began = !begins;
        while (!stop.IsCancellationRequested)
        {
            var view = board.View;
            if (!began && view is { Scene: Scene.Welcome, Offer: Offer.Issue })
            {
                began = board.Start();
            }
            else if ((view.TellerQuestion ?? view.Question) is { } open)
            {
                board.Answer(open.Id, Choose(open), teller: view.TellerQuestion is not null);
            }

            if (board.View.Version == view.Version)
            {
                await WaitAsync(board, view.Version, stop);
            }
        }
    }

    private static async Task WaitAsync(JourneyBoard board, long version, CancellationToken stop)
    {
        try
        {
            await board.WaitBeyondAsync(version, stop);
        }
        catch (OperationCanceledException)
        {
            // The run is over; the loop sees it.
        }
    }

    private string Choose(PendingQuestion asked) =>
        asked.Kind == Names.Of(Messages.Entries.Question.WhereIsTheCard) ? Where
            : world.Path.Answers.GetValueOrDefault(asked.Kind) ?? asked.Options[0].Id;

    private string Where =>
        world.Machine.Cards[^1].Place == Place.Taken ? Decisions.Taken : Decisions.NotTaken;
}
