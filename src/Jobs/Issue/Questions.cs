using System.Security.Cryptography;
using System.Text;
using KioskSuite.Devices;
using KioskSuite.Identity;
using KioskSuite.Jobs.Board;
using KioskSuite.Messages.Central;
using KioskSuite.Messages.Entries;

namespace KioskSuite.Jobs.Issue;

/// <summary>What people decide in this journey: exact text, its hash, the options, and what an answer means.</summary>
public sealed class Questions(Steps steps, JourneyBoard board, Policies policies, TimeProvider time)
{
    private static readonly AnswerOption s_yes = new("yes", "");
    private static readonly AnswerOption s_no = new("no", "");

    /// <summary>A teller compares person, portrait and document; the non-face way of proving identity (N9).</summary>
    public async Task TellersEyesAsync(ulong c, IdDocument document, CancellationToken stop)
    {
        var today = DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        var findings = DocumentRules.Check(document, today);
        var text = $"{policies.TellerText}\n{Masking.Name(document.Name)} · {Masking.IdNumber(document.Number)}"
            + string.Concat(findings.Select(f => $"\n! {f}"));
        if (await AskAsync(c, Question.TellersEyes, text, [s_yes, s_no], "teller", stop) != s_yes.Id)
        {
            throw new StepFailed(Problem.IdentityNotProved);
        }
    }

    /// <returns>Central's reference of the card chosen.</returns>
    public async Task<string> ChooseCardAsync(ulong c, Accounts accounts, CancellationToken stop)
    {
        var options = accounts.Accounts_
            .Where(a => a.State == "active" && a.Card.Length is > 0 and <= CentralCalls.LongestName)
            .Select(a => new AnswerOption(a.Card, a.Label, a.Masked)).ToList();
        if (options.Count == 0)
        {
            throw new StepFailed(Problem.PersonUnknown);
        }

        var card = await AskAsync(c, Question.ChooseCard, policies.ChooseText, options, "customer", stop);
        board.Show(v => v with { LostCard = options.First(o => o.Id == card).Detail });
        return card;
    }

    /// <returns>SHA-256 of the exact text consented to.</returns>
    public Task<byte[]> ConsentToStopAsync(ulong c, CancellationToken stop) =>
        ConsentAsync(c, Question.ConsentToStop, policies.StopText, stop);

    public Task<byte[]> ConsentToFeesAsync(ulong c, Accounts accounts, CancellationToken stop)
    {
        var fees = string.Join('\n', accounts.Fees.Select(f => f.Text));
        return ConsentAsync(
            c, Question.ConsentToFees, policies.TermsText.Replace("{fees}", fees, StringComparison.Ordinal), stop);
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
        ulong c, Question kind, string text, IReadOnlyList<AnswerOption> options, string who, CancellationToken stop)
    {
        var hash = Convert.ToHexStringLower(Hash(text));
        return steps.Answer(c, kind, new PendingQuestion("", Names.Of(kind), text, hash, options), who, stop);
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
