using System.Collections.ObjectModel;
using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// A PBOC 3.0 debit transaction by contact, online only (JR/T 0025.5): options, first cryptogram, issuer
/// authentication, second cryptogram. Cryptogram version 01, 3DES.
/// </summary>
internal sealed class Payment
{
    private const byte KeyIndex = 1;
    private const byte CryptogramVersion = 1;
    private const byte TripleDesAlgorithm = 1;
    private const byte CvrLength = 3;
    private const byte SecondNotRequested = 128;
    private const byte IssuerAuthenticationFailed = 8;
    private static readonly uint[] s_macFields =
    [
        EmvTag.Amount, EmvTag.AmountOther, EmvTag.TerminalCountry, EmvTag.Tvr, EmvTag.Currency, EmvTag.Date,
        EmvTag.TransactionType, EmvTag.UnpredictableNumber,
    ];

    private readonly byte[] _key;
    private readonly byte[] _options;
    private readonly byte[] _aip;
    private readonly ReadOnlyCollection<DolEntry> _pdol;
    private readonly ReadOnlyCollection<DolEntry> _cdol1;
    private readonly ReadOnlyCollection<DolEntry> _cdol2;
    private readonly byte _pinTries;
    private ushort _atc;
    private ushort _lastOnline;
    private Stage _stage;
    private byte _first;
    private byte[] _arqc = [];
    private bool? _issuerProved;

    public Payment(byte[] key, byte[] options, byte[] fci, IEnumerable<byte[]> records, byte pinTries)
    {
        (_key, _options, _pinTries) = (key, options, pinTries);
        var data = records.SelectMany(r => BerTlv.Parse(r).Value).ToList();
        _aip = BerTlv.Parse(options).Value.FindPath(EmvTag.Aip)!.Value.ToArray();
        _pdol = List(BerTlv.Parse(fci).Value.FindPath(EmvTag.Fci, EmvTag.FciProprietary, EmvTag.Pdol));
        _cdol1 = List(data.FindPath(EmvTag.Record, EmvTag.Cdol1));
        _cdol2 = List(data.FindPath(EmvTag.Record, EmvTag.Cdol2));
    }

    private enum Stage
    {
        Selected,
        Initiated,
        Asked,
        Finished,
    }

    public void Select() => _stage = Stage.Selected;

    public CardAnswer GetProcessingOptions(CardCommand command)
    {
        if (command is not { P1: 0, P2: 0 })
        {
            return Sw.WrongParameters;
        }

        if (BerTlv.Parse(command.Data) is not { Ok: true, Value: [{ Tag: EmvTag.CommandTemplate } given] }
            || given.Value.Length != _pdol.Sum(e => e.Length))
        {
            return Sw.WrongData;
        }

        if (_stage != Stage.Selected || _atc == ushort.MaxValue)
        {
            return Sw.ConditionsNotSatisfied;
        }

        _atc++;
        (_stage, _issuerProved, _first) = (Stage.Initiated, null, 0);
        return CardAnswer.With(BerTlv.Build(EmvTag.ResponseFormat2, _options));
    }

    public CardAnswer GenerateAc(CardCommand command)
    {
        var asked = (byte)(command.P1 & Ins.AcType);
        if (command.P2 != 0 || command.P1 != asked || asked == Ins.AcType)
        {
            return Sw.WrongParameters;
        }

        if (_stage is not (Stage.Initiated or Stage.Asked))
        {
            return Sw.ConditionsNotSatisfied;
        }

        var list = _stage == Stage.Initiated ? _cdol1 : _cdol2;
        if (list.Count == 0 || command.Data.Length != list.Sum(e => e.Length)
            || MacInput(list, command.Data) is not { } input)
        {
            return Sw.WrongLength;
        }

        return _stage == Stage.Initiated ? First(asked, input) : Second(asked, input);
    }

    /// <summary>EXTERNAL AUTHENTICATE: ARPC (8) and response code (2), once per transaction.</summary>
    public CardAnswer Authenticate(CardCommand command)
    {
        if (command.Data.Length != 10)
        {
            return Sw.WrongLength;
        }

        if (_stage != Stage.Asked || _issuerProved is not null)
        {
            return Sw.ConditionsNotSatisfied;
        }

        var arpc = ApplicationCryptogram.Arpc(_key, _atc, _arqc, command.Data.Span[8..]);
        _issuerProved = CryptographicOperations.FixedTimeEquals(arpc, command.Data.Span[..8]);
        return _issuerProved.Value ? Sw.Success : Sw.AuthenticationFailed;
    }

    public CardAnswer GetData(CardCommand command)
    {
        var tag = (uint)((command.P1 << 8) | command.P2);
        return tag switch
        {
            EmvTag.Atc => CardAnswer.With(BerTlv.Build(tag, [(byte)(_atc >> 8), (byte)_atc])),
            CardTag.LastOnlineAtc => CardAnswer.With(BerTlv.Build(tag, [(byte)(_lastOnline >> 8), (byte)_lastOnline])),
            CardTag.PinTryCounter => CardAnswer.With(BerTlv.Build(tag, [_pinTries])),
            _ => Sw.ReferencedDataNotFound,
        };
    }

    private static ReadOnlyCollection<DolEntry> List(BerTlv? list) =>
        list is not null && DataObjectList.Parse(list.Value) is { Ok: true } parsed
            ? parsed.Value
            : ReadOnlyCollection<DolEntry>.Empty;

    /// <summary>
    /// Picks the cryptogram's fields out of the filled list by their tags; null when the list lacks one.
    /// </summary>
    private static byte[]? MacInput(IReadOnlyList<DolEntry> list, ReadOnlyMemory<byte> filled)
    {
        var fields = new Dictionary<uint, ReadOnlyMemory<byte>>();
        var at = 0;
        foreach (var (tag, length) in list)
        {
            fields[tag] = filled.Slice(at, length);
            at += length;
        }

        if (!s_macFields.All(fields.ContainsKey))
        {
            return null;
        }

        byte[] input = [.. s_macFields.SelectMany(tag => fields[tag].ToArray())];
        return input.Length == ApplicationCryptogram.TerminalDataLength ? input : null;
    }

    /// <summary>An online card: it declines or goes online, whatever else was asked.</summary>
    private CardAnswer First(byte asked, byte[] input)
    {
        _first = asked == Ins.Aac ? Ins.Aac : Ins.Arqc;
        _stage = asked == Ins.Aac ? Stage.Finished : Stage.Asked;
        return Cryptogram(_first, (byte)(SecondNotRequested | (_first >> 2)), input, out _arqc);
    }

    /// <summary>Approves only when the issuer proved itself.</summary>
    private CardAnswer Second(byte asked, byte[] input)
    {
        _stage = Stage.Finished;
        var given = asked == Ins.Tc && _issuerProved == true ? Ins.Tc : Ins.Aac;
        if (_issuerProved == true)
        {
            _lastOnline = _atc;
        }

        var failed = _issuerProved == false ? IssuerAuthenticationFailed : (byte)0;
        return Cryptogram(given, (byte)(given | (_first >> 2) | failed), input, out _);
    }

    private CardAnswer Cryptogram(byte type, byte results, byte[] input, out byte[] cryptogram)
    {
        byte[] cvr = [CvrLength, results, 0, 0];
        cryptogram = ApplicationCryptogram.Compute(_key, input, _aip, _atc, cvr);
        byte[] issuerData = [KeyIndex, CryptogramVersion, .. cvr, TripleDesAlgorithm];
        return CardAnswer.With(BerTlv.Build(
            EmvTag.ResponseFormat1,
            [type, (byte)(_atc >> 8), (byte)_atc, .. cryptogram, (byte)issuerData.Length, .. issuerData]));
    }
}
