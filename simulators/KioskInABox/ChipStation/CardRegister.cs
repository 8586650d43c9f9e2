using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>Life cycle of card and applications: GET STATUS and SET STATUS.</summary>
/// <param name="aid">AID of the issuer security domain.</param>
/// <param name="applets">In the order in which they were installed.</param>
/// <param name="entriesPerAnswer">A card that can say only so many at once goes on with 6310.</param>
internal sealed class CardRegister(byte[] aid, Applet[] applets, int entriesPerAnswer)
{
    private int _next;

    /// <summary>State of the card, which is the issuer security domain's.</summary>
    public byte Card { get; private set; } = LifeCycle.OpReady;

    public bool IsTerminated => Card == LifeCycle.Terminated;

    public bool IsLocked => Card == LifeCycle.Locked;

    /// <summary>SECURED as a card that was issued long ago.</summary>
    public void Secure() => Card = LifeCycle.Secured;

    public CardAnswer GetStatus(CardCommand command)
    {
        var next = (command.P2 & Ins.NextEntries) != 0;
        if ((command.P2 | Ins.NextEntries) != (Ins.TlvFormat | Ins.NextEntries)
            || command.P1 is not (Ins.OfIssuerDomain or Ins.OfApplications))
        {
            return Sw.WrongParameters;
        }

        if (BerTlv.Parse(command.Data) is not { Ok: true, Value: [{ Tag: EmvTag.Aid } wanted] })
        {
            return Sw.WrongData;
        }

        var found = Entries(command.P1).Where(e => e.Aid.AsSpan().StartsWith(wanted.Value.Span)).ToList();
        var start = next ? _next : 0;
        if (start >= found.Count)
        {
            return next ? Sw.ConditionsNotSatisfied : Sw.ReferencedDataNotFound;
        }

        var part = found.Skip(start).Take(entriesPerAnswer).ToList();
        _next = start + part.Count;
        byte[] data = [.. part.SelectMany(Entry)];
        return new CardAnswer(data, _next < found.Count ? Sw.MoreEntries : Sw.Success);
    }

    public CardAnswer SetStatus(CardCommand command) => command.P1 switch
    {
        Ins.OfIssuerDomain => SetCard(command.P2),
        Ins.OfApplications => SetApplication(command.P2, command.Data.Span),
        _ => Sw.WrongParameters,
    };

    /// <summary>Forward one step at a time; locked and back; terminated from anywhere and for ever.</summary>
    private ushort SetCard(byte state)
    {
        var allowed = (Card, state) is (LifeCycle.OpReady, LifeCycle.Initialized)
            or (LifeCycle.Initialized, LifeCycle.Secured)
            or (LifeCycle.Secured, LifeCycle.Locked)
            or (LifeCycle.Locked, LifeCycle.Secured)
            or (_, LifeCycle.Terminated);
        Card = allowed ? state : Card;
        return allowed ? Sw.Success : Sw.ConditionsNotSatisfied;
    }

    private ushort SetApplication(byte state, ReadOnlySpan<byte> name)
    {
        foreach (var applet in applets)
        {
            if (name.SequenceEqual(applet.Aid))
            {
                applet.Locked = (state & LifeCycle.LockedApplication) != 0;
                return Sw.Success;
            }
        }

        return Sw.ReferencedDataNotFound;
    }

    private IEnumerable<(byte[] Aid, byte State, byte[] Privileges)> Entries(byte scope) =>
        scope == Ins.OfIssuerDomain
            ? [(aid, Card, LifeCycle.IssuerPrivileges)]
            : applets.Select(a => (a.Aid, a.State, new byte[LifeCycle.IssuerPrivileges.Length]));

    private static byte[] Entry((byte[] Aid, byte State, byte[] Privileges) one) => BerTlv.Build(
        CardTag.Registry,
        BerTlv.Build(EmvTag.Aid, one.Aid),
        BerTlv.Build(CardTag.LifeCycle, [one.State]),
        BerTlv.Build(CardTag.Privileges, one.Privileges));
}
