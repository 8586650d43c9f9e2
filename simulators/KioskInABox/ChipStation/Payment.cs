using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// A PBOC 3.0 debit application, online only (JR/T 0025.5, contactless JR/T 0025.12): options, dynamic authentication,
/// PIN, first cryptogram, issuer authentication, second cryptogram, scripts. Cryptogram version 01.
/// </summary>
internal sealed class Payment
{
    private readonly PaymentData _data;
    private readonly PaymentMemory _memory;
    private readonly Cryptograms _cryptograms;
    private readonly IssuerCommands _issuer;
    private readonly Tap _tap;
    private PaymentRun _run = new(CardInterface.Contact);

    public Payment(PaymentData data, PaymentMemory memory, PaymentFlaws flaws)
    {
        (_data, _memory) = (data, memory);
        _cryptograms = new Cryptograms(data, memory, flaws);
        _issuer = new IssuerCommands(data.Keys, memory);
        _tap = new Tap(data, memory, _cryptograms);
    }

    /// <summary>The issuer blocked the application: it can be selected and declines.</summary>
    public bool Blocked => _memory.Blocked;

    private InterfaceData Here =>
        _run.Interface == CardInterface.Contactless ? _data.Contactless! : _data.Contact;

    private bool Combines => _data.Signer is { Combines: true } && (Here.Aip[0] & Emv.AipCombined) != 0;

    public void Select(CardInterface over) => _run = new PaymentRun(over);

    /// <summary>The log, or null when the record is another's.</summary>
    public CardAnswer? ReadLog(int file, byte record) => _memory.Log is { } log && log.File == file
        ? log.Read(record)
        : null;

    /// <summary>By contact every record; without only those that the contactless file locator names.</summary>
    public bool Shows(int file, byte record) =>
        _run.Interface == CardInterface.Contact || Here.Lists(file, record);

    public CardAnswer Process(CardCommand command) => command switch
    {
        { Cla: Ins.Proprietary, Ins: Ins.GetProcessingOptions } => GetProcessingOptions(command),
        { Cla: Ins.Proprietary, Ins: Ins.GenerateAc } => GenerateAc(command),
        { Cla: Ins.Proprietary, Ins: Ins.GetData } => _memory.Read((uint)((command.P1 << 8) | command.P2)),
        { Cla: 0, Ins: Ins.ExternalAuthenticate } => _issuer.Authenticate(command, _run),
        { Cla: 0, Ins: Emv.InternalAuthenticate } => InternalAuthenticate(command),
        { Cla: 0, Ins: Emv.Verify } => Verify(command),
        { Cla: Ins.SecureMessaging or Ins.Secured } => _issuer.Process(command, _run),
        { Cla: 0 or Ins.Proprietary } => Sw.WrongInstruction,
        _ => Sw.WrongClass,
    };

    private CardAnswer GetProcessingOptions(CardCommand command)
    {
        if (command is not { P1: 0, P2: 0 })
        {
            return Sw.WrongParameters;
        }

        if (BerTlv.Parse(command.Data) is not { Ok: true, Value: [{ Tag: EmvTag.CommandTemplate } given] }
            || FilledList.Read(Here.Pdol, given.Value) is not { } filled)
        {
            return Sw.WrongData;
        }

        var tapped = _run.Interface == CardInterface.Contactless;
        if (_run.Stage != PaymentStage.Selected || (tapped && !Tap.Fits(filled)) || !_memory.Count())
        {
            return Sw.ConditionsNotSatisfied;
        }

        (_run.Stage, _run.Options) = (PaymentStage.Initiated, filled);
        return tapped ? _tap.Pay(_run) : CardAnswer.With(BerTlv.Build(EmvTag.ResponseFormat2, Here.Options));
    }

    private CardAnswer InternalAuthenticate(CardCommand command)
    {
        if (command is not { P1: 0, P2: 0 })
        {
            return Sw.WrongParameters;
        }

        if (_run.Stage != PaymentStage.Initiated || _data.Signer is null || (Here.Aip[0] & Emv.AipDynamic) == 0)
        {
            return Sw.ConditionsNotSatisfied;
        }

        if (FilledList.Read(_data.Ddol, command.Data) is not { Bytes.Length: > 0 } filled)
        {
            return Sw.WrongLength;
        }

        _run.Signed = true;
        return _cryptograms.Dynamic(filled.Bytes);
    }

    /// <summary>Plaintext PIN, before the first cryptogram.</summary>
    private CardAnswer Verify(CardCommand command)
    {
        if (command is not { P1: 0, P2: Emv.PlaintextPin })
        {
            return Sw.WrongParameters;
        }

        if (_run.Stage != PaymentStage.Initiated)
        {
            return Sw.ConditionsNotSatisfied;
        }

        var status = _memory.Pin.Verify(command.Data.Span);
        _run.PinRight = status == Sw.Success;
        return status;
    }

    private CardAnswer GenerateAc(CardCommand command)
    {
        var asked = (byte)(command.P1 & Ins.AcType);
        var combined = command.P1 == (asked | Ins.CdaRequested);
        if (command.P2 != 0 || (command.P1 != asked && !(combined && Combines)) || asked == Ins.AcType)
        {
            return Sw.WrongParameters;
        }

        if (_run.Stage is not (PaymentStage.Initiated or PaymentStage.Asked))
        {
            return Sw.ConditionsNotSatisfied;
        }

        var first = _run.Stage == PaymentStage.Initiated;
        if (FilledList.Read(first ? _data.Cdol1 : _data.Cdol2, command.Data) is not { CryptogramInput: { } input } list)
        {
            return Sw.WrongLength;
        }

        var made = first ? First(asked, list, input) : Second(asked, list, input);
        if (!combined || made.Type == Ins.Aac)
        {
            return _cryptograms.Plain(made);
        }

        byte[] given = [.. _run.Options.Bytes, .. _run.FirstData.Bytes, .. first ? [] : list.Bytes];
        return _cryptograms.Combined(made, given, list.Field(EmvTag.UnpredictableNumber));
    }

    /// <summary>An online card: it declines or goes online, whatever else was asked.</summary>
    private MadeCryptogram First(byte asked, FilledList list, byte[] input)
    {
        _run.First = asked == Ins.Aac || _memory.Blocked ? Ins.Aac : Ins.Arqc;
        _run.Stage = _run.First == Ins.Aac ? PaymentStage.Finished : PaymentStage.Asked;
        _run.FirstData = list;
        var made = _cryptograms.Make(_run.First, Here.Aip, input, _run.Results(_memory, null));
        _run.Cryptogram = made.Value;
        _memory.Unfinished = _run.First == Ins.Arqc;
        return made;
    }

    /// <summary>Approves only when the issuer proved itself.</summary>
    private MadeCryptogram Second(byte asked, FilledList list, byte[] input)
    {
        _run.Stage = PaymentStage.Finished;
        var given = asked == Ins.Tc && _run.IssuerProved == true && !_memory.Blocked ? Ins.Tc : Ins.Aac;
        _memory.Unfinished = false;
        var made = _cryptograms.Make(given, Here.Aip, input, _run.Results(_memory, given));
        if (given == Ins.Tc)
        {
            _memory.Log?.Add(_run.FirstData, list, _memory.CounterBytes);
        }

        return made;
    }
}
