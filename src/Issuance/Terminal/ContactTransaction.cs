using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Products;
using KioskSuite.Issuance.Tlv;
using static KioskSuite.Issuance.Terminal.TerminalRemarkCode;

namespace KioskSuite.Issuance.Terminal;

/// <summary>From read records to the online cryptogram, by contact.</summary>
internal sealed class ContactTransaction(
    IChipStation chip, CardObjects card, byte[] aid, TerminalOptions options, RemarkList remarks)
{
    private readonly TerminalData _before = new(options);

    public async ValueTask<Outcome<TerminalEvidence>> RunAsync(byte[] pdolData, CancellationToken stop)
    {
        var chain = new OfflineChain(card, aid, options, _before.Today, remarks);
        var authentication = chain.Check();
        if (chain.CardKey is { } key && Aip.HasDda(card.Aip))
        {
            var signed = await DynamicCheck.SignAsync(chip, card, key, _before, remarks, stop);
            if (signed.Failure is { } failure)
            {
                return failure;
            }

            authentication = signed.Value ? OfflineAuthentication.Dynamic : OfflineAuthentication.Failed;
        }

        var tvr = TerminalData.Results(
            authentication is OfflineAuthentication.Certified or OfflineAuthentication.Dynamic);
        var terminal = new TerminalData(options, tvr);
        UsageRules.Check(card, terminal, tvr, remarks);
        var combined = Aip.HasCda(card.Aip) ? chain.CardKey?.Rsa : null;
        var evidence = await AskAsync(terminal, combined, pdolData, stop);
        return evidence.Ok
            ? evidence.Value with
            {
                Authentication = combined is null ? authentication : OfflineAuthentication.Combined,
                Tvr = tvr,
            }
            : evidence;
    }

    /// <summary>First GENERATE AC. The card's CDOLs must parse; a card that is refused already is not asked.</summary>
    private async ValueTask<Outcome<TerminalEvidence>> AskAsync(
        TerminalData terminal, CertifiedKey? combined, byte[] pdolData, CancellationToken stop)
    {
        var cdol1 = DataObjectList.Parse(card[EmvTag.Cdol1]);
        var cdol2 = DataObjectList.Parse(card[EmvTag.Cdol2]);
        if (!cdol1.Ok || !cdol2.Ok || remarks.Refused)
        {
            return new Failure(DeviceFault.Garbage, "CDOL");
        }

        var filled = terminal.Fill(cdol1.Value);
        var type = combined is null ? EmvFrames.Arqc : (byte)(EmvFrames.Arqc | EmvFrames.Combined);
        var asked = await TerminalCheck.GenerateAsync(chip, type, filled, stop);
        if (asked.Failure is { } refused)
        {
            return refused;
        }

        var answer = combined is null
            ? asked.Value
            : DynamicCheck.Open(asked.Value, combined, [.. pdolData, .. filled], terminal, remarks);
        if (answer is null || answer.Cryptogram.Length == 0)
        {
            return new Failure(DeviceFault.Garbage, "no cryptogram");
        }

        remarks.AddWhen((answer.Cid & EmvFrames.TypeMask) != EmvFrames.Arqc, NoOnlineCryptogram, EmvTag.Cid);
        var trace = new InterfaceTrace(answer.Atc, card.Account());
        TraceRules.Check(trace, answer.Iad, options.Before, remarks);
        return new TerminalEvidence(
            aid, card.Aip, card.Afl, card.Digests, filled, answer.Cid, answer.Atc, answer.Cryptogram, answer.Iad,
            card[EmvTag.Cdol2].ToArray(), options)
        {
            Trace = trace,
        };
    }
}
