using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;
using KioskSuite.Issuance.Channel;
using KioskSuite.Issuance.Crypto.OfflineData;
using KioskSuite.Issuance.Tlv;
using static KioskSuite.Issuance.Terminal.TerminalRemarkCode;

namespace KioskSuite.Issuance.Terminal;

/// <summary>Does the card hold the key of its certificate? DDA, CDA and fDDA (EMV Book 2 §6.5, §6.6).</summary>
internal static class DynamicCheck
{
    private const int NumberLength = 4;

    /// <summary>
    /// INTERNAL AUTHENTICATE with the card's DDOL. A refusal is a remark, since a copy without the key refuses.
    /// </summary>
    public static async ValueTask<Outcome<bool>> SignAsync(
        IChipStation chip,
        CardObjects card,
        CardPublicKey key,
        TerminalData terminal,
        RemarkList remarks,
        CancellationToken stop)
    {
        var list = card.Has(EmvTag.Ddol) ? card[EmvTag.Ddol] : EmvFrames.DefaultDdol.ToArray();
        var ddol = DataObjectList.Parse(list);
        if (!ddol.Ok || !ddol.Value.Contains(new DolEntry(EmvTag.UnpredictableNumber, NumberLength)))
        {
            remarks.Add(DdolIncomplete, EmvTag.Ddol);
            return false;
        }

        var filled = terminal.Fill(ddol.Value);
        var answer = await ApduExchange.SendAsync(chip, EmvFrames.InternalAuthenticate(filled), stop);
        if (answer.Failure is { } failure)
        {
            return failure;
        }

        if (!answer.Value.Success)
        {
            remarks.Add(DynamicSignatureWrong, $"INTERNAL AUTHENTICATE {answer.Value.StatusWord:X4}");
            return false;
        }

        return Verify(key, Signature(answer.Value.Data), filled, remarks);
    }

    /// <summary>
    /// fDDA: over the terminal's number, and with data of version 01 (9F69) also over amount, currency and those.
    /// </summary>
    public static bool Verify(CardObjects card, CardPublicKey key, TerminalData terminal, RemarkList remarks)
    {
        var bound = card[EmvTag.CardAuthenticationData];
        byte[] signed = bound.IsEmpty
            ? terminal.Value(EmvTag.UnpredictableNumber)
            :
            [
                .. terminal.Value(EmvTag.UnpredictableNumber), .. terminal.Value(EmvTag.Amount),
                .. terminal.Value(EmvTag.Currency), .. bound.Span,
            ];
        return Verify(key, card[EmvTag.SignedDynamicData], signed, remarks);
    }

    /// <summary>
    /// CDA: the cryptogram comes inside the signature, which also covers what terminal and card told each other.
    /// Null when it does not verify.
    /// </summary>
    public static CryptogramAnswer? Open(
        CryptogramAnswer answer, CertifiedKey key, byte[] transaction, TerminalData terminal, RemarkList remarks)
    {
        var verdict = CombinedSignature.Verify(
            key,
            answer.Signature,
            answer.Cid,
            [.. transaction, .. answer.Signed],
            terminal.Value(EmvTag.UnpredictableNumber));
        if (!verdict.Ok)
        {
            remarks.Add(CombinedSignatureWrong, $"9F4B {verdict.Reason}");
            return null;
        }

        return answer with { Cryptogram = verdict.Value.Cryptogram.ToArray() };
    }

    private static bool Verify(
        CardPublicKey key, ReadOnlyMemory<byte> signature, byte[] signed, RemarkList remarks)
    {
        var verdict = key.VerifyDynamic(signature.Span, signed);
        if (!verdict.Ok)
        {
            remarks.Add(DynamicSignatureWrong, $"9F4B {verdict.Reason}");
        }

        return verdict.Ok;
    }

    /// <summary>Either format; empty when there is none, which no key verifies.</summary>
    private static ReadOnlyMemory<byte> Signature(ReadOnlyMemory<byte> data)
    {
        var parsed = BerTlv.Parse(data);
        return parsed.Ok && parsed.Value is [var answer]
            ? answer.Tag switch
            {
                EmvTag.ResponseFormat1 => answer.Value,
                EmvTag.ResponseFormat2 => answer.Find(EmvTag.SignedDynamicData)?.Value ?? default,
                _ => default,
            }
            : default;
    }
}
