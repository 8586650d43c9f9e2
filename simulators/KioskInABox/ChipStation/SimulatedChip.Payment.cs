using System.Security.Cryptography;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>The payment card that the chip becomes, on both interfaces.</summary>
public sealed partial class SimulatedChip
{
    private CardInterface _over;

    /// <summary>What a contactless reader makes up for an ATR.</summary>
    public byte[] AntennaAtr { get => [.. field]; }

    /// <summary>What goes wrong with its payment application once that is personalised.</summary>
    public PaymentFlaws Payment { init => _applets[^1].Flaws = value; }

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
        chip._register.Secure();
        return chip;
    }

    /// <summary>
    /// What a terminal in a shop gets from this card: resets it, selects the application and asks to go online.
    /// </summary>
    /// <param name="cdol1Data">Filled CDOL1 of the card, 52 bytes for the debit profile.</param>
    public ShopAnswer GenerateArqc(byte[] cdol1Data)
    {
        lock (_gate)
        {
            Restart(CardInterface.Contact);
            return ShopTerminal.AskArqc(command => Process(command), _applets[^1].Aid, cdol1Data);
        }
    }

    /// <summary>What the chip tells any terminal of its account.</summary>
    public ShopAccount ReadAccount()
    {
        lock (_gate)
        {
            Restart(CardInterface.Contact);
            return ShopTerminal.ReadAccount(command => Process(command), _applets[^1].Aid);
        }
    }

    /// <summary>The ARQC without contact, by qPBOC.</summary>
    /// <param name="terminalData">The first 29 bytes of a filled CDOL1.</param>
    public ShopAnswer TapArqc(byte[] terminalData)
    {
        lock (_gate)
        {
            Restart(CardInterface.Contactless);
            return ShopTerminal.TapArqc(command => Process(command), _applets[^1].Aid, terminalData);
        }
    }

    private void Restart(CardInterface over)
    {
        (_selected, _over, Commands) = (null, over, 0);
        _issuer.Reset();
    }
}
