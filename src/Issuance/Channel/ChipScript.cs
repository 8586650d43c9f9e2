using System.Collections.ObjectModel;
using KioskSuite.Devices;
using KioskSuite.Issuance.Apdus;

namespace KioskSuite.Issuance.Channel;

/// <summary>One command of a wrapped script and the status word it must bring, compared under a mask.</summary>
public sealed record ScriptCommand(ReadOnlyMemory<byte> Apdu, ushort StatusWord = 0x9000, ushort Mask = 0xFFFF)
{
    public override string ToString() => $"script command, {Apdu.Length} bytes";
}

/// <summary>
/// The kiosk's side of a channel that central wrapped. It knows no key. A script is run once from its first command;
/// after any failure the chip is spoilt and nothing is repeated or resumed.
/// </summary>
public static class ChipScript
{
    /// <summary>Longest script that is run; a longer one is nonsense from central.</summary>
    public const int MaxCommands = 512;

    private const int ChallengeLength = 8;
    private const int LongChallengeLength = 16;

    /// <summary>
    /// Selects the security domain and sends INITIALIZE UPDATE, any key version. A chip that refuses eight bytes for
    /// their length speaks S16 and is asked with sixteen; that uses up no try.
    /// </summary>
    /// <param name="chip">A powered chip.</param>
    /// <param name="hostChallenge">At least 8 bytes, of which S8 uses the first 8 and S16 the first 16.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>The answer's data without status word, as central wants it.</returns>
    public static async ValueTask<Outcome<byte[]>> OpenAsync(
        IChipStation chip, ReadOnlyMemory<byte> hostChallenge, CancellationToken stop)
    {
        InvariantException.Require(hostChallenge.Length >= ChallengeLength, "host challenge has at least 8 bytes");
        var selected = await ApduExchange.AskAsync(chip, GlobalPlatformFrames.SelectSecurityDomain(), "SELECT", stop);
        if (selected.Failure is { } failure)
        {
            return failure;
        }

        var answer = await InitializeUpdateAsync(chip, hostChallenge[..ChallengeLength], stop);
        if (answer is { Ok: true, Value.StatusWord: EmvFrames.LengthRefused }
            && hostChallenge.Length >= LongChallengeLength)
        {
            answer = await InitializeUpdateAsync(chip, hostChallenge[..LongChallengeLength], stop);
        }

        return answer.Failure is { } failed ? failed
            : answer.Value.Success ? answer.Value.Data.ToArray()
            : ApduExchange.Refused("INITIALIZE UPDATE", answer.Value.StatusWord);
    }

    /// <summary>
    /// Runs the script from memory, command by command, stopping at the first status word that differs.
    /// </summary>
    /// <returns>
    /// Each command's answer (data and status word); or <see cref="DeviceFault.ChipRefused"/> with index and status
    /// word.
    /// </returns>
    public static async ValueTask<Outcome<ReadOnlyCollection<byte[]>>> RunAsync(
        IChipStation chip, IReadOnlyList<ScriptCommand> script, CancellationToken stop)
    {
        if (script.Count is 0 or > MaxCommands)
        {
            return new Failure(DeviceFault.Garbage, $"script of {script.Count} commands");
        }

        var answers = new List<byte[]>(script.Count);
        foreach (var command in script)
        {
            var answer = await ApduExchange.SendAsync(chip, command.Apdu, stop);
            if (answer.Failure is { } failure)
            {
                return failure with { Said = $"command {answers.Count}: {failure.Said}" };
            }

            var status = answer.Value.StatusWord;
            if (((status ^ command.StatusWord) & command.Mask) != 0)
            {
                return ApduExchange.Refused($"command {answers.Count}", status);
            }

            answers.Add([.. answer.Value.Data.Span, (byte)(status >> 8), (byte)status]);
        }

        return answers.AsReadOnly();
    }

    private static ValueTask<Outcome<ResponseApdu>> InitializeUpdateAsync(
        IChipStation chip, ReadOnlyMemory<byte> challenge, CancellationToken stop) => ApduExchange.SendAsync(
            chip, GlobalPlatformFrames.InitializeUpdate(GlobalPlatformFrames.AnyKeyVersion, challenge), stop);
}
