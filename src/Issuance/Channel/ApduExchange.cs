using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;

namespace KioskSuite.Issuance.Channel;

/// <summary>
/// One command with the transport's own follow-ups (ISO/IEC 7816-3 §12.2.1): 61xx is fetched by GET RESPONSE outside of
/// any secure channel, 6Cxx repeats a command without data once. Both are bounded.
/// </summary>
internal static class ApduExchange
{
    private const int MaxFetches = 32;
    private const int MaxAnswer = 8192;
    private const int HeaderAndLe = 5;

    /// <summary>Sends; a card that never comes to an end is <see cref="DeviceFault.Garbage"/>.</summary>
    public static async ValueTask<Outcome<ResponseApdu>> SendAsync(
        IChipStation chip, ReadOnlyMemory<byte> command, CancellationToken stop)
    {
        var sent = await chip.TransmitAsync(command, stop);
        if (sent.Ok && sent.Value.StatusWord >> 8 == EmvFrames.WrongLength && command.Length == HeaderAndLe)
        {
            sent = await chip.TransmitAsync((byte[])[.. command.Span[..4], (byte)sent.Value.StatusWord], stop);
        }

        if (!sent.Ok || sent.Value.StatusWord >> 8 != EmvFrames.MoreData)
        {
            return Bounded(sent);
        }

        var data = new List<byte>();
        for (var fetches = 0; fetches < MaxFetches; fetches++)
        {
            data.AddRange(sent.Value.Data.Span);
            if (data.Count > MaxAnswer)
            {
                break;
            }

            if (sent.Value.StatusWord >> 8 != EmvFrames.MoreData)
            {
                return new ResponseApdu(data.ToArray(), sent.Value.StatusWord);
            }

            sent = await chip.TransmitAsync(EmvFrames.GetResponse((byte)sent.Value.StatusWord), stop);
            if (!sent.Ok)
            {
                return sent;
            }
        }

        return new Failure(DeviceFault.Garbage, "61xx without end");
    }

    /// <summary>
    /// As <see cref="SendAsync"/>, but any status word except 9000 is <see cref="DeviceFault.ChipRefused"/>.
    /// </summary>
    public static async ValueTask<Outcome<ReadOnlyMemory<byte>>> AskAsync(
        IChipStation chip, ReadOnlyMemory<byte> command, string what, CancellationToken stop)
    {
        var answer = await SendAsync(chip, command, stop);
        if (answer.Failure is { } failure)
        {
            return failure;
        }

        return answer.Value.Success ? answer.Value.Data : Refused(what, answer.Value.StatusWord);
    }

    public static Failure Refused(string what, ushort status) => new(DeviceFault.ChipRefused, $"{what}: {status:X4}");

    private static Outcome<ResponseApdu> Bounded(Outcome<ResponseApdu> sent) =>
        sent.Ok && sent.Value.Data.Length > MaxAnswer ? new Failure(DeviceFault.Garbage, "answer too long") : sent;
}
