using System.Security.Cryptography;
using System.Text;
using KioskSuite.Devices;
using KioskSuite.Identity;
using KioskSuite.Jobs.Board;
using KioskSuite.Jobs.Face;
using KioskSuite.Messages.Central;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Jobs.Issue;

/// <summary>What people decide in this journey: exact text, its hash, the options, and what an answer means.</summary>
public sealed class Questions(Steps steps, JourneyBoard board, Policies policies, TimeProvider time)
{
    private const int LongestName = 64;
    private const int MostCards = 20;
    private static readonly AnswerOption s_yes = new("yes", "");
    private static readonly AnswerOption s_no = new("no", "");

    /// <summary>A teller compares person, portrait and document; the non-face way of proving identity (N9).</summary>
    /// <param name="why">Told to the teller, so that they look the closer after a camera that said no.</param>
    public async Task TellersEyesAsync(ulong c, IdDocument document, OtherWay why, CancellationToken stop)
    {
        var today = DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        var findings = DocumentRules.Check(document, today);
        var text = $"{policies.TellerText}\n{Masking.Name(document.Name)} · {Masking.IdNumber(document.Number)}"
            + string.Concat(findings.Select(f => $"\n! {f}"))
            + (why == OtherWay.NoCamera ? "" : $"\n! {why}");
        if (await AskAsync(c, Question.TellersEyes, text, [s_yes, s_no], "teller", stop) != s_yes.Id)
        {
            throw new StepFailed(Problem.IdentityNotProved);
        }
    }

    /// <summary>The camera starts only after this (PIPL 26 and 29: a consent of its own).</summary>
    /// <returns>The consent, or null when the person prefers the other way.</returns>
    internal async Task<FaceConsent?> ConsentToFaceAsync(ulong c, CancellationToken stop)
    {
        var text = policies.FaceText;
        var answer = await AskAsync(c, Question.ConsentToFace, text, [s_yes, s_no], "customer", stop);
        return answer == s_yes.Id ? new FaceConsent(Hash(text)) : null;
    }

    /// <summary>Staff say whether they saw the customer take the card; the answer enters the fold.</summary>
    public Task WhereIsTheCardAsync(ulong c, CancellationToken stop) => AskAsync(
        c,
        Question.WhereIsTheCard,
        policies.WhereText,
        [new(Decisions.Taken, ""), new(Decisions.NotTaken, "")],
        "teller",
        stop);

    /// <summary>Asks staff to count the cards, beside any session; the caller journals the answer.</summary>
    /// <returns>Sequence of the question, and the answer when it comes.</returns>
    internal Task<(ulong Of, Signal<string> Answer)> CountersDifferAsync(CancellationToken stop) =>
        steps.AskStaff(Question.CountersDiffer, Pending(
            Question.CountersDiffer, policies.CountersText, [new(Decisions.Accept, "")]), stop);

    /// <summary>
    /// Central's risk decision; anything but <c>allow</c> ends the issue and leaves the stop in force.
    /// </summary>
    public static void RequireAllowed(Accounts accounts)
    {
        if (accounts.Risk != "allow")
        {
            throw new StepFailed(Problem.Declined);
        }
    }

    /// <summary>Cards that can be stopped, and stopped ones whose replacement never reached a hand (N41).</summary>
    /// <returns>The account of the card chosen.</returns>
    public async Task<Account> ChooseCardAsync(ulong c, Accounts accounts, CancellationToken stop)
    {
        var offered = accounts.Accounts_.Where(a => a.State == "active" || a.Resumable)
            .Where(a => a.Card.Length is > 0 and <= LongestName)
            .Take(MostCards).ToList();
        if (offered.Count == 0)
        {
            throw new StepFailed(Problem.PersonUnknown);
        }

        var options = offered.Select(a => new AnswerOption(a.Card, a.Label, a.Masked)).ToList();
        var card = await AskAsync(c, Question.ChooseCard, policies.ChooseText, options, "customer", stop);
        var chosen = offered.First(a => a.Card == card);
        board.Show(v => v with { LostCard = chosen.Masked });
        return chosen;
    }

    /// <summary>
    /// A card that is stopped already is not asked about again: choosing it said that it is the lost one.
    /// </summary>
    /// <returns>SHA-256 of the exact text consented to.</returns>
    public async Task<byte[]> ConsentToStopAsync(ulong c, Account card, CancellationToken stop) => card.Resumable
        ? Hash(policies.ChooseText)
        : await ConsentAsync(c, Question.ConsentToStop, policies.StopText, stop);

    /// <summary>
    /// Every fee is on the screen before the consent (N24), and whether the number stays (N15); a resumed order has
    /// fees of its own (N41).
    /// </summary>
    public Task<byte[]> ConsentToFeesAsync(ulong c, Accounts accounts, Account card, CancellationToken stop)
    {
        var due = card.Resumable && card.Fees.Count > 0 ? card.Fees : accounts.Fees;
        var fees = string.Join('\n', due.Select(f => f.Text));
        var number = card.KeepsNumber ? policies.SameNumberText : policies.NewNumberText;
        var text = policies.TermsText
            .Replace("{number}", number, StringComparison.Ordinal)
            .Replace("{fees}", fees, StringComparison.Ordinal);
        return ConsentAsync(c, Question.ConsentToFees, text, stop);
    }

    private async Task<byte[]> ConsentAsync(ulong c, Question kind, string text, CancellationToken stop)
    {
        if (await AskAsync(c, kind, text, [s_yes, s_no], "customer", stop) != s_yes.Id)
        {
            throw new StepFailed(Problem.Declined);
        }

        return Hash(text);
    }

    private Task<string> AskAsync(
        ulong c, Question kind, string text, IReadOnlyList<AnswerOption> options, string who, CancellationToken stop) =>
        steps.Answer(c, kind, Pending(kind, text, options), who, stop);

    private static PendingQuestion Pending(Question kind, string text, IReadOnlyList<AnswerOption> options) =>
        new("", Names.Of(kind), text, Convert.ToHexStringLower(Hash(text)), options);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
