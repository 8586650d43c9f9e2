using System.Security.Cryptography;
using System.Text;
using KioskSuite.Devices;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// A chip that leaves the factory as a GlobalPlatform card with its applications installed but empty (PSE, PPSE and a
/// PBOC debit application), and becomes a payment card. Any bytes get an answer of at least two; memory is bounded.
/// </summary>
public sealed class SimulatedChip
{
    private const string DiversificationStart = "621234FFFFFF";
    private const int ShortestName = 5;
    private const int LongestName = 16;
    private static readonly byte[] s_domain = Convert.FromHexString("A000000151000000");
    private static readonly byte[] s_debit = Convert.FromHexString("A000000333010101");
    private readonly Lock _gate = new();
    private readonly byte[] _atr;
    private readonly IssuerDomain _issuer;
    private readonly CardRegister _register;
    private readonly Applet[] _applets;
    private readonly ChipFlaws _flaws;
    private readonly T0Transport? _t0;
    private Applet? _selected;

    /// <param name="blank">Stock of the card.</param>
    /// <param name="serial">IC serial, 8 hex digits; also the card's part of the key diversification data.</param>
    /// <param name="cardManagerKey">Master of the stock's keys: 16 bytes; 24 or 32 also where they are AES.</param>
    /// <param name="flaws">What is wrong with it, or null.</param>
    public SimulatedChip(BlankKind blank, string serial, byte[] cardManagerKey, ChipFlaws? flaws = null)
    {
        var number = Convert.FromHexString(serial);
        InvariantException.Require(number.Length == 4, "an IC serial has 8 hex digits");
        _flaws = flaws ?? ChipFlaws.None;
        byte[] diversification = [.. Convert.FromHexString(DiversificationStart), .. number];
        var factory = CardKeys.Diversify(blank.Rule, cardManagerKey, diversification);
        var keys = new KeyStore([new KeySet(blank.KeyVersion, blank.IsAes, factory)]);
        var terms = new ChannelIdentity(s_domain, diversification, blank.Scp02Options, blank.Scp03Options);
        var channel = new CardChannel(keys, terms, _flaws);
        _applets =
        [
            new(Encoding.ASCII.GetBytes("1PAY.SYS.DDF01"), pays: false),
            new(Encoding.ASCII.GetBytes("2PAY.SYS.DDF01"), pays: false),
            new(s_debit, pays: true),
        ];
        _register = new CardRegister(s_domain, _applets, _flaws.EntriesPerAnswer);
        var identity = new CardIdentity(blank, number, s_domain, diversification, _flaws.CplcLies);
        var personaliser = new Personaliser(_applets, channel, _flaws);
        _issuer = new IssuerDomain(new DomainParts(identity, keys, channel, _register, personaliser));
        _atr = blank.Atr();
        _t0 = blank.IsT0 ? new T0Transport() : null;
    }

    /// <summary>ATR, 2 to 33 bytes; asking for it changes nothing.</summary>
    public byte[] Atr => [.. _atr];

    /// <summary>
    /// Number, from 1, of the STORE DATA that was just executed; 0 when the last command was another.
    /// </summary>
    public int LastStored { get; private set; }

    /// <summary>Commands since power came.</summary>
    public int Commands { get; private set; }

    /// <summary>A card that was issued long ago.</summary>
    /// <param name="cardManagerKey">As for a blank; null for one that nobody knows any more.</param>
    public static SimulatedChip Personalised(
        BlankKind blank, string serial, IssuedCard card, byte[]? cardManagerKey = null)
    {
        var chip = new SimulatedChip(blank, serial, cardManagerKey ?? RandomNumberGenerator.GetBytes(16));
        card.StoreIn(chip._applets[0], chip._applets[1], chip._applets[2]);
        chip._register.Secure();
        return chip;
    }

    /// <summary>Power-on or reset: nothing is selected but the security domain, no channel is open.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            (_selected, Commands) = (null, 0);
            _issuer.Reset();
        }
    }

    /// <summary>Answers a command of any length and content; data and status word, at least two bytes.</summary>
    public byte[] Transmit(ReadOnlyMemory<byte> command)
    {
        lock (_gate)
        {
            var before = _issuer.StoredBlocks;
            Commands++;
            var answer = _t0 is null ? Process(command) : _t0.Exchange(command, Process);
            LastStored = _issuer.StoredBlocks > before ? _issuer.StoredBlocks : 0;
            if (LastStored > 0 && LastStored == _flaws.PowerFailsAt)
            {
                _issuer.Reset();
            }

            return answer.Build();
        }
    }

    /// <summary>
    /// What a terminal in a shop gets from this card: resets it, selects the application and asks to go online.
    /// </summary>
    /// <param name="cdol1Data">Filled CDOL1 of the card, 52 bytes for the debit profile.</param>
    /// <returns>ARQC (8 bytes), transaction counter and issuer application data.</returns>
    public (byte[] Arqc, ushort Atc, byte[] Iad) GenerateArqc(byte[] cdol1Data)
    {
        lock (_gate)
        {
            Reset();
            return ShopTerminal.AskArqc(command => Process(command), s_debit, cdol1Data);
        }
    }

    private CardAnswer Process(ReadOnlyMemory<byte> bytes)
    {
        if (CardCommand.Parse(bytes) is not { } command)
        {
            _issuer.Reset();
            return Sw.WrongLength;
        }

        if (_register.IsTerminated)
        {
            return Sw.ConditionsNotSatisfied;
        }

        if (command is { Cla: 0, Ins: Ins.Select })
        {
            return Select(command);
        }

        if ((command.Cla & Ins.ChannelBits) != 0)
        {
            _issuer.Reset();
            return Sw.LogicalChannel;
        }

        return _selected is { } applet ? Process(applet, command) : _issuer.Process(command);
    }

    private CardAnswer Select(CardCommand command)
    {
        if (command.P1 != Ins.SelectByName || command.P2 is not (0 or Ins.NextOccurrence))
        {
            return Sw.WrongParameters;
        }

        var name = command.Data.Span;
        if (name.Length is not 0 and (< ShortestName or > LongestName))
        {
            return Sw.WrongLength;
        }

        if (s_domain.AsSpan().StartsWith(name) && command.P2 == 0)
        {
            _selected = null;
            _issuer.Reset();
            return _issuer.Select();
        }

        foreach (var applet in command.P2 == 0 ? _applets : [])
        {
            if (applet.Aid.AsSpan().StartsWith(name))
            {
                return Select(applet);
            }
        }

        return Sw.NotFound;
    }

    private CardAnswer Select(Applet applet)
    {
        if (!applet.Personalised || applet.Locked || _register.IsLocked)
        {
            return Sw.ConditionsNotSatisfied;
        }

        _issuer.Reset();
        _selected = applet;
        applet.Payment?.Select();
        return CardAnswer.With(applet.Select());
    }

    private static CardAnswer Process(Applet applet, CardCommand command) => (command, applet.Payment) switch
    {
        ({ Cla: 0, Ins: Ins.ReadRecord }, _) => applet.ReadRecord(command.P1, command.P2),
        ({ Cla: Ins.Proprietary, Ins: Ins.GetProcessingOptions }, { } payment) => payment.GetProcessingOptions(command),
        ({ Cla: Ins.Proprietary, Ins: Ins.GenerateAc }, { } payment) => payment.GenerateAc(command),
        ({ Cla: 0, Ins: Ins.ExternalAuthenticate }, { } payment) => payment.Authenticate(command),
        ({ Cla: Ins.Proprietary, Ins: Ins.GetData }, { } payment) => payment.GetData(command),
        ({ Cla: 0 or Ins.Proprietary }, _) => Sw.WrongInstruction,
        _ => Sw.WrongClass,
    };
}
