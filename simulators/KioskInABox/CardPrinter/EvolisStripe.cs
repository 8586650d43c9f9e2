using KioskSuite.CardPrinter.Evolis;
using KioskSuite.Devices;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.CardPrinter;

/// <summary>The stripe head at the print position.</summary>
internal sealed class EvolisStripe(World.World world)
{
    private readonly string?[] _loaded = new string?[3];
    private Coercivity _field = Coercivity.Low;

    public string SetField(EvolisCommand command)
    {
        if (command.Parameters is not [("h" or "l") and var code])
        {
            return "ERROR CDE";
        }

        _field = code == "h" ? Coercivity.High : Coercivity.Low;
        return "OK";
    }

    public string Load(EvolisCommand command)
    {
        if (command.Parameters is not [("1" or "2" or "3") and var number, var value])
        {
            return "ERROR CDE";
        }

        var track = number[0] - '1';
        if (command.Name == "Dm")
        {
            _loaded[track] = value;
            return "OK";
        }

        return value == number ? "OK" : "ERROR CDE";
    }

    public string Write()
    {
        if (world.At(Place.Printer) is not { } card)
        {
            return "ERR NO CARD";
        }

        var written = true;
        for (var track = 1; track <= _loaded.Length; track++)
        {
            if (_loaded[track - 1] is { } data && !world.Has(Fault.StripeNotWritten))
            {
                written &= card.Stripe.Write(track, data, _field);
            }

            _loaded[track - 1] = null;
        }

        return written ? "OK" : "ERR MAGNETIC DATA";
    }

    public string Read(EvolisCommand command)
    {
        if (command.Parameters is not [("1" or "2" or "3") and var number])
        {
            return "ERROR CDE";
        }

        return world.At(Place.Printer) is not { } card
            ? "ERR NO CARD"
            : card.Stripe.Read(number[0] - '0') ?? "ERR READ MAGNETIC";
    }
}
