using System.Security.Cryptography;
using System.Text;
using KioskSuite.Devices;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// A chip that leaves the factory as a GlobalPlatform card with its applications installed but empty (PSE, PPSE and a
/// PBOC debit application), and becomes a payment card. Any bytes get an answer of at least two; memory is bounded.
/// </summary>
public sealed partial class SimulatedChip
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
        AntennaAtr = AntennaFrames.Atr(Encoding.ASCII.GetBytes(blank.Historical));
    }

    /// <summary>ATR, 2 to 33 bytes; asking for it changes nothing.</summary>
    public byte[] Atr => [.. _atr];

    /// <summary>
    /// Number, from 1, of the STORE DATA that was just executed; 0 when the last command was another.
    /// </summary>
    public int LastStored { get; private set; }

    /// <summary>A card that was issued long ago.</summary>
    /// <param name="blank">As for a blank.</param>
    /// <param name="serial">As for a blank.</param>
    /// <param name="card">What is on it.</param>
    /// <param name="cardManagerKey">As for a blank; null for one that nobody knows any more.</param>
    /// <param name="flaws">What is wrong with its payment application, or null.</param>
    public static SimulatedChip Personalised(
        BlankKind blank, string serial, IssuedCard card, byte[]? cardManagerKey = null, PaymentFlaws? flaws = null)
    {
        var chip = new SimulatedChip(blank, serial, cardManagerKey ?? RandomNumberGenerator.GetBytes(16))
        {
            Payment = flaws ?? PaymentFlaws.None,
        };
        card.StoreIn(chip._applets[0], chip._applets[1], chip._applets[2]);
        return chip;
    }

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
            var answer = Process(command).Build();
            LastStored = _issuer.StoredBlocks > before ? _issuer.StoredBlocks : 0;
            return answer;
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

        var answer = applet.Select(_over);
        if (answer.StatusWord != Sw.NotFound)
        {
            _issuer.Reset();
            _selected = applet;
        }

        return answer;
    }
}
