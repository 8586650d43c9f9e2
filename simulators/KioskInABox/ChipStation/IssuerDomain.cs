using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>The parts of one issuer security domain.</summary>
internal sealed record DomainParts(
    CardIdentity Identity, KeyStore Keys, CardChannel Channel, CardRegister Register, Personaliser Personaliser);

/// <summary>
/// The issuer security domain: identification, secure channels, keys, life cycle, personalisation of its applications.
/// </summary>
internal sealed class IssuerDomain(DomainParts parts)
{
    private const byte LongestBlock = 255;

    /// <summary>STORE DATA commands executed since the card was made.</summary>
    public int StoredBlocks => parts.Personaliser.StoredBlocks;

    public CardAnswer Select() => new(
        BerTlv.Build(
            EmvTag.Fci,
            BerTlv.Build(EmvTag.DfName, parts.Identity.Aid),
            BerTlv.Build(EmvTag.FciProprietary, BerTlv.Build(CardTag.MaxBlockLength, [LongestBlock]))),
        parts.Register.IsLocked ? Sw.CardLocked : Sw.Success);

    public void Reset()
    {
        parts.Channel.Close();
        parts.Personaliser.Forget();
    }

    public CardAnswer Process(CardCommand command)
    {
        if (command is { Cla: Ins.Proprietary, Ins: Ins.InitializeUpdate })
        {
            Reset();
            return parts.Channel.InitializeUpdate(command);
        }

        if (parts.Channel.IsOpen)
        {
            return parts.Channel.Unwrap(command) is { } plain
                ? parts.Channel.Protect(plain, ProcessSecured(plain))
                : Broken(command);
        }

        if (command is { Cla: Ins.Secured, Ins: Ins.ExternalAuthenticate })
        {
            return parts.Channel.ExternalAuthenticate(command);
        }

        parts.Channel.Close();
        return command switch
        {
            { Cla: 0 or Ins.Proprietary, Ins: Ins.GetData } => parts.Identity.GetData(command, parts.Keys),
            { Cla: Ins.Proprietary or Ins.Secured } when NeedsChannel(command.Ins) => Sw.SecurityStatus,
            { Cla: 0 or Ins.Proprietary } => Sw.WrongInstruction,
            { Cla: Ins.Secured } => Sw.SecurityStatus,
            _ => Sw.WrongClass,
        };
    }

    private static bool NeedsChannel(byte instruction) => instruction is Ins.Install or Ins.StoreData or Ins.PutKey
        or Ins.GetStatus or Ins.SetStatus;

    private static CardAnswer Broken(CardCommand command) =>
        command.Cla == Ins.Secured ? Sw.SecureMessagingWrong : Sw.SecurityStatus;

    private CardAnswer ProcessSecured(CardCommand command) => command.Ins switch
    {
        Ins.GetData => parts.Identity.GetData(command, parts.Keys),
        Ins.Install => parts.Personaliser.Install(command),
        Ins.StoreData => parts.Personaliser.StoreData(command),
        Ins.PutKey => parts.Keys.Put(command, parts.Channel),
        Ins.GetStatus => parts.Register.GetStatus(command),
        Ins.SetStatus => parts.Register.SetStatus(command),
        _ => Sw.WrongInstruction,
    };
}
