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
    private const byte KeyVersion = 48;
    private const byte PseudoRandomChallenge = 16;
    private const string DiversificationStart = "621234FFFFFF";
    private const int ShortestName = 5;
    private const int LongestName = 16;
    private static readonly byte[] s_domain = Convert.FromHexString("A000000151000000");
    private static readonly byte[] s_debit = Convert.FromHexString("A000000333010101");
    private readonly Lock _gate = new();
    private readonly byte[] _atr;
    private readonly IssuerDomain _issuer;
    private readonly Applet[] _applets;
    private Applet? _selected;

    /// <param name="blank">Stock of the card.</param>
    /// <param name="serial">IC serial, 8 hex digits; also the card's part of the key diversification data.</param>
    /// <param name="cardManagerKey">Issuer's master of all card manager keys (KMC), AES-128.</param>
    /// <param name="memoryFails">Nothing can be written to it.</param>
    public SimulatedChip(BlankKind blank, string serial, byte[] cardManagerKey, bool memoryFails = false)
    {
        var number = Convert.FromHexString(serial);
        InvariantException.Require(number.Length == 4, "an IC serial has 8 hex digits");
        byte[] diversification = [.. Convert.FromHexString(DiversificationStart), .. number];
        var identity = new ChannelIdentity(s_domain, diversification, KeyVersion, PseudoRandomChallenge);
        var channel = new CardChannel(CardKeys.Diversify(cardManagerKey, diversification), identity);
        _applets =
        [
            new(Encoding.ASCII.GetBytes("1PAY.SYS.DDF01"), pays: false),
            new(Encoding.ASCII.GetBytes("2PAY.SYS.DDF01"), pays: false),
            new(s_debit, pays: true),
        ];
        _issuer = new IssuerDomain(blank, number, s_domain, channel, _applets) { MemoryFails = memoryFails };
        _atr = blank.Atr();
    }

    /// <summary>ATR, 2 to 33 bytes; asking for it changes nothing.</summary>
    public byte[] Atr => [.. _atr];

    /// <summary>
    /// Number, from 1, of the STORE DATA that was just executed; 0 when the last command was another.
    /// </summary>
    public int LastStored { get; private set; }

    /// <summary>A card that was issued long ago.</summary>
    /// <param name="cardManagerKey">As for a blank; null for one that nobody knows any more.</param>
    public static SimulatedChip Personalised(
        BlankKind blank, string serial, IssuedCard card, byte[]? cardManagerKey = null)
    {
        var chip = new SimulatedChip(blank, serial, cardManagerKey ?? RandomNumberGenerator.GetBytes(16));
        card.StoreIn(chip._applets[0], chip._applets[1], chip._applets[2]);
        return chip;
    }

    /// <summary>Power-on or reset: nothing is selected but the security domain, no channel is open.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _selected = null;
            _issuer.Reset();
        }
    }

    /// <summary>Answers a command of any length and content; data and status word, at least two bytes.</summary>
    public byte[] Transmit(ReadOnlyMemory<byte> command)
    {
        lock (_gate)
        {
            var before = _issuer.StoredBlocks;
            var answer = Process(command).Build();
            LastStored = _issuer.StoredBlocks > before ? _issuer.StoredBlocks : 0;
            return answer;
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
            return CardAnswer.With(_issuer.Select());
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
        if (!applet.Personalised)
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
