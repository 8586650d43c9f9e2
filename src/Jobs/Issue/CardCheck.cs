using KioskSuite.Devices;
using KioskSuite.Issuance.Terminal;

namespace KioskSuite.Jobs.Issue;

/// <summary>What both kernels saw; contactless is null for a card or a kiosk without that interface.</summary>
internal sealed record CardSeen(TerminalEvidence Contact, ContactlessEvidence? Contactless);

/// <summary>The finished card before both kernels of a terminal.</summary>
/// <remarks>
/// Over the antenna first: the transaction by contact has to stay open until central has judged both, and a chip that
/// loses its power forgets it. The counter then has to run on from the one to the other.
/// </remarks>
internal sealed class CardCheck(IChipStation chip, IChipStation? antenna)
{
    public async ValueTask<Outcome<CardSeen>> RunAsync(
        ExpectedApplication expected, TerminalOptions purchase, CancellationToken stop)
    {
        ContactlessEvidence? near = null;
        if (antenna is not null && expected.Contactless is not null)
        {
            var seen = await OverTheAirAsync(antenna, expected, purchase, stop);
            if (seen.Failure is { } refused)
            {
                return refused;
            }

            near = seen.Value;
            purchase = purchase with { Before = near.Trace };
        }

        var contact = await TerminalCheck.RunAsync(chip, expected, purchase, stop);
        return contact.Ok ? new CardSeen(contact.Value, near) : contact.Failure!;
    }

    private async ValueTask<Outcome<ContactlessEvidence>> OverTheAirAsync(
        IChipStation reader, ExpectedApplication expected, TerminalOptions purchase, CancellationToken stop)
    {
        await chip.PowerOffAsync(stop);
        var near = await reader.PowerOnAsync(stop);
        var seen = near.Ok ? await ContactlessCheck.RunAsync(reader, expected, purchase, stop) : near.Failure!;
        await reader.PowerOffAsync(stop);
        var back = await chip.PowerOnAsync(stop);
        return seen.Ok && back.Failure is { } gone ? gone : seen;
    }
}
