using Google.Protobuf;
using KioskSuite.Devices;
using KioskSuite.Issuance.Blanks;
using KioskSuite.Issuance.Channel;
using KioskSuite.Messages.Central;

namespace KioskSuite.Jobs.Issue;

/// <summary>A blank in the contact station: guarded, and with its channel half open.</summary>
/// <param name="Identity">What the chip says about itself.</param>
/// <param name="InitializeUpdate">Its answer to the ticket's host challenge.</param>
internal sealed record Blank(BlankIdentity Identity, byte[] InitializeUpdate)
{
    /// <summary>Powers the chip, refuses a wrong blank before anything is written, and asks for its answer.</summary>
    public static async ValueTask<Outcome<Blank>> OpenAsync(
        IChipStation chip, IssuePermit permit, IReadOnlyList<BlankStock> stocks, CancellationToken stop)
    {
        permit.Demand("personalise");
        var identity = await BlankReader.ReadAsync(chip, stop);
        if (identity.Failure is { } unread)
        {
            return unread;
        }

        var guarded = BlankGuard.Check(identity.Value, permit.Blanks, stocks.ToDictionary(s => s.Code));
        if (guarded.Failure is { } wrong)
        {
            return wrong;
        }

        var answer = await ChipScript.OpenAsync(chip, permit.HostChallenge, stop);
        return answer.Failure is { } refused ? refused : new Blank(identity.Value, answer.Value);
    }

    public Opened ToOpened(IssuePermit permit) => new()
    {
        Ticket = permit.Ticket,
        InitializeUpdate = ByteString.CopyFrom(InitializeUpdate),
        Atr = ByteString.CopyFrom(Identity.Atr),
        Cplc = ByteString.CopyFrom(Identity.Cplc),
        CardData = ByteString.CopyFrom(Identity.CardData),
    };

    public override string ToString() => Identity.ToString();
}
