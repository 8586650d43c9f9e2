namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// What T=0 does to commands (ISO/IEC 7816-3 §10.3, §12.2.1): a command cannot send and receive, so an answer to data
/// waits behind 61xx for GET RESPONSE; a wrong expected length is told by 6Cxx and the command comes again.
/// </summary>
internal sealed class T0Transport
{
    private const int MostAtOnce = 255;
    private CardAnswer? _waiting;
    private (byte[] Command, CardAnswer Answer)? _told;

    public CardAnswer Exchange(ReadOnlyMemory<byte> bytes, Func<ReadOnlyMemory<byte>, CardAnswer> process)
    {
        var command = CardCommand.Parse(bytes);
        if (command is { Cla: 0, Ins: Ins.GetResponse })
        {
            return Fetch(command.Value);
        }

        _waiting = null;
        if (command is not { Expected: { } expected })
        {
            _told = null;
            return Wait(process(bytes), hasData: command is { Data.IsEmpty: false });
        }

        var head = bytes[..CardCommand.HeaderSize].ToArray();
        var answer = _told is { } told && told.Command.AsSpan().SequenceEqual(head) ? told.Answer : process(bytes);
        _told = null;
        if (answer.Data.Length == 0 || answer.Data.Length == expected || answer.Data.Length > MostAtOnce)
        {
            return answer;
        }

        _told = (head, answer);
        return (ushort)(Sw.WrongExpected | answer.Data.Length);
    }

    private CardAnswer Wait(CardAnswer answer, bool hasData)
    {
        if (!hasData || answer.Data.Length == 0)
        {
            return answer;
        }

        _waiting = answer;
        return (ushort)(Sw.BytesAvailable | (byte)Math.Min(answer.Data.Length, MostAtOnce));
    }

    private CardAnswer Fetch(CardCommand command)
    {
        if (_waiting is not { } waiting)
        {
            return Sw.ConditionsNotSatisfied;
        }

        var size = Math.Min(waiting.Data.Length, command.Expected is null or 0 ? MostAtOnce : command.Expected.Value);
        var rest = waiting.Data[size..];
        _waiting = rest.Length == 0 ? null : waiting with { Data = rest };
        return rest.Length == 0
            ? waiting
            : new CardAnswer(
                waiting.Data[..size], (ushort)(Sw.BytesAvailable | (byte)Math.Min(rest.Length, MostAtOnce)));
    }
}
