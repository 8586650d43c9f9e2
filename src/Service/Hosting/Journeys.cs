using KioskSuite.Jobs;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Face;
using KioskSuite.Jobs.Issue;
using KioskSuite.Messages.Central;
using KioskSuite.Service.Configuration;

namespace KioskSuite.Service.Hosting;

/// <summary>Makes the journeys from what they need; nothing runs yet.</summary>
internal static class Journeys
{
    public static JobRunner Compose(
        KioskConfiguration configuration,
        Ledger ledger,
        JourneyBoard board,
        Backoff backoff,
        Commands.CommandsClient commands,
        KioskDevices devices,
        IDeviceWatch watch,
        Readiness readiness,
        FaceParts? face,
        TimeProvider time)
    {
        var (policies, kiosk) = (configuration.Policies, configuration.Kiosk);
        var steps = new Steps(ledger, board, watch, backoff, policies, time, kiosk.Id);
        var central = new CentralCalls(steps, ledger, commands, kiosk, new TicketVerifier(kiosk.TicketKey, time));
        var questions = new Questions(steps, board, policies, time);
        var settlement = new Settlement(steps, central, questions, ledger, board, devices, policies);
        var comparing = new Reconciliation(ledger, readiness, watch, questions, board, devices.Printer, time);
        var identity = new IdentityProof(steps, questions, watch, board, devices, face, policies, kiosk, time);
        var journey = new IssueCard(
            steps, central, questions, settlement, comparing, identity, ledger, board, devices, policies, kiosk, time);
        return new JobRunner(
            ledger, board, journey, devices, watch, backoff, settlement, comparing, readiness, kiosk, time);
    }
}
