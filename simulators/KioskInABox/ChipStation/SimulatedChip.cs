using System.Text;
using KioskSuite.Devices;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// A chip that leaves the factory as a GlobalPlatform card with its applications installed but empty (PSE, PPSE and one
/// PBOC application), and becomes a payment card. Any bytes get an answer of at least two; memory is bounded.
/// </summary>
public sealed partial class SimulatedChip
{
    private const string DiversificationStart = "621234FFFFFF";
    private const int ShortestName = 5;
    private const int LongestName = 16;
    private static readonly byte[] s_domain = Convert.FromHexString("A000000151000000");
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
            new(Convert.FromHexString(blank.Application), pays: true),
        ];
        _register = new CardRegister(s_domain, _applets, _flaws.EntriesPerAnswer);
        var identity = new CardIdentity(blank, number, s_domain, diversification, _flaws.CplcLies);
        var personaliser = new Personaliser(_applets, channel, _flaws);
        _issuer = new IssuerDomain(new DomainParts(identity, keys, channel, _register, personaliser));
        _atr = blank.Atr();
        AntennaAtr = AntennaFrames.Atr(Encoding.ASCII.GetBytes(blank.Historical));
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

    /// <summary>
    /// Power-on or reset: nothing is selected but the security domain, no channel is open. Of no effect by the
    /// interface that the last command did not come by.
    /// </summary>
    public void Reset(CardInterface over = CardInterface.Contact)
    {
        lock (_gate)
        {
            if (over == _over)
            {
                Restart(over);
            }
        }
    }

    /// <summary>
    /// Answers a command of any length and content; data and status word, at least two bytes. One interface works at a
    /// time: a command by the other one ends what the first was doing, as a reset does.
    /// </summary>
    public byte[] Transmit(ReadOnlyMemory<byte> command, CardInterface over = CardInterface.Contact)
    {
        lock (_gate)
        {
            if (over != _over)
            {
                Restart(over);
            }

            var before = _issuer.StoredBlocks;
            Commands++;
            var answer = _t0 is null || over == CardInterface.Contactless
                ? Process(command)
                : _t0.Exchange(command, Process);
            LastStored = _issuer.StoredBlocks > before ? _issuer.StoredBlocks : 0;
            if (LastStored > 0 && LastStored == _flaws.PowerFailsAt)
            {
                _issuer.Reset();
            }

            return answer.Build();
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

        return _selected is { } applet ? applet.Process(command) : _issuer.Process(command);
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

        var answer = applet.Select(_over);
        if (answer.StatusWord != Sw.NotFound)
        {
            _issuer.Reset();
            _selected = applet;
        }

        return answer;
    }
}
