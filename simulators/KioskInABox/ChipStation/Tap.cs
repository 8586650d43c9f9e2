using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// A qPBOC transaction (JR/T 0025.12): all of it in the answer to GET PROCESSING OPTIONS. It goes online, or declines
/// where the reader cannot.
/// </summary>
internal sealed class Tap(PaymentData data, PaymentMemory memory, Cryptograms cryptograms)
{
    /// <summary>The filled PDOL has what a cryptogram needs, and the reader wants qPBOC.</summary>
    public static bool Fits(FilledList pdol) =>
        pdol.CryptogramInput is not null && pdol.Field(EmvTag.TerminalQualifiers) is { Length: Ttq.Length } ttq
        && (ttq[0] & Ttq.Qpboc) != 0;

    public CardAnswer Pay(PaymentRun run)
    {
        var (here, pdol) = (data.Contactless!, run.Options);
        var ttq = pdol.Field(EmvTag.TerminalQualifiers);
        run.First = memory.Blocked || (ttq[0] & Ttq.OfflineOnly) != 0 ? Ins.Aac : Ins.Arqc;
        run.Signed = run.First == Ins.Arqc && data.Signer is not null && (here.Aip[0] & Emv.AipDynamic) != 0
            && WantsSignature(ttq);
        run.Stage = PaymentStage.Finished;
        var made = cryptograms.Make(run.First, here.Aip, pdol.CryptogramInput!, run.Results(memory, null));
        return cryptograms.Contactless(made, here.Options, run.Signed ? pdol : null, IsVersion1(ttq));
    }

    /// <summary>
    /// The reader authenticates online transactions, knows version 01 of fDDA, or could let the card decide offline.
    /// </summary>
    private static bool WantsSignature(byte[] ttq) =>
        IsVersion1(ttq) || (ttq[0] & Ttq.OfflineDataOnline) != 0 || (ttq[1] & Ttq.OnlineCryptogram) == 0;

    private static bool IsVersion1(byte[] ttq) => (ttq[3] & Ttq.FastVersion1) != 0;
}
