using KioskSuite.Devices;

namespace KioskSuite.KioskInABox.World;

/// <summary>A plastic card in the simulated kiosk: where it is and what was done to it.</summary>
public sealed class PhysicalCard(string serial, string blank)
{
    /// <summary>Serial number of the chip, 8 hex digits.</summary>
    public string Serial { get; } = serial;

    /// <summary>Code of the blank stock, which decides ATR and CPLC.</summary>
    public string Blank { get; } = blank;

    /// <summary>Its chip was personalised before it came into the hopper.</summary>
    public bool Dirty { get; init; }

    public Place Place { get; internal set; } = Place.Hopper;

    public MagneticStripe Stripe { get; init; } = new(Coercivity.High, soiled: false);

    /// <summary>
    /// What a reader gets from a track, 1 to 3, without sentinels and LRC; empty when it is blank or unreadable.
    /// </summary>
    public string this[int track] => Stripe.Read(track) ?? "";

    /// <summary>The printed face (1016 × 648 RGB) as rebuilt from panel bytes, or null while blank.</summary>
    public byte[]? Face { get; set; }
}

/// <summary>What all simulators share and hands move. Every member may be called from any thread.</summary>
public sealed class World(int hopper, string blank, uint seed, IReadOnlySet<Fault> faults)
{
    private readonly Lock _gate = new();
    private readonly List<PhysicalCard> _cards = [];
    private readonly HashSet<Fault> _faults = [.. faults];
    private int _hopper = hopper;
    private SeededDocument? _document;

    /// <summary>Raised after a card moved, outside the lock: card, from, to.</summary>
    public event Action<PhysicalCard, Place, Place>? CardMoved;

    /// <summary>Cards loaded into the hopper at the start.</summary>
    public int Loaded { get; } = hopper;

    public HoldPoints Holds { get; } = new();

    public int Hopper
    {
        get
        {
            lock (_gate)
            {
                return _hopper;
            }
        }
    }

    /// <summary>The document on the ID reader; hands put it down and take it away.</summary>
    public SeededDocument? DocumentOnReader
    {
        get
        {
            lock (_gate)
            {
                return _document;
            }
        }

        set
        {
            lock (_gate)
            {
                _document = value;
            }
        }
    }

    /// <summary>Who stands there is not the document's owner, as any teller sees at once.</summary>
    public bool IsStranger =>
        Has(Fault.PhotoAttack) || Has(Fault.BentPhoto) || Has(Fault.ReplayAttack) || Has(Fault.FaceMismatch);

    public bool Has(Fault fault)
    {
        lock (_gate)
        {
            return _faults.Contains(fault);
        }
    }

    /// <summary>From now on the fault is there.</summary>
    public void Cause(Fault fault)
    {
        lock (_gate)
        {
            _faults.Add(fault);
        }
    }

    /// <summary>A hand mended it: a cover closed, a box emptied, a card that stuck set free where it is.</summary>
    public void Mend(Fault fault)
    {
        lock (_gate)
        {
            _faults.Remove(fault);
        }
    }

    /// <summary>The one card at a place on the way (not hopper, taken or retained), or null.</summary>
    public PhysicalCard? At(Place place)
    {
        lock (_gate)
        {
            return _cards.Find(c => c.Place == place);
        }
    }

    public IReadOnlyList<PhysicalCard> Cards
    {
        get
        {
            lock (_gate)
            {
                return [.. _cards];
            }
        }
    }

    /// <summary>Takes the next blank from the hopper to a place; null when the hopper is empty.</summary>
    public PhysicalCard? Feed(Place to)
    {
        PhysicalCard card;
        lock (_gate)
        {
            if (_hopper == 0)
            {
                return null;
            }

            _hopper--;
            var serial = (seed + (uint)_cards.Count + 1).ToString("X8");
            card = new PhysicalCard(serial, Has(Fault.WrongBlank) ? "WRONG-BLANK" : blank)
            {
                Place = to,
                Dirty = _cards.Count == 0 && Has(Fault.DirtyBlank),
                Stripe = new MagneticStripe(
                    Has(Fault.StripeCoercivity) ? Coercivity.Low : Coercivity.High,
                    soiled: _cards.Count == 0 && Has(Fault.StripeDirty)),
            };
            _cards.Add(card);
        }

        CardMoved?.Invoke(card, Place.Hopper, to);
        return card;
    }

    /// <summary>A hand takes the card that stands in the exit; null when there is none.</summary>
    public PhysicalCard? Take()
    {
        if (At(Place.Exit) is not { } card)
        {
            return null;
        }

        Move(card, Place.Taken);
        return card;
    }

    /// <summary>A hand pushes a taken card back into the exit; false when there is one or it was not taken.</summary>
    public bool PutBack(PhysicalCard card)
    {
        var free = card.Place == Place.Taken && At(Place.Exit) is null;
        if (free)
        {
            Move(card, Place.Exit);
        }

        return free;
    }

    public void Move(PhysicalCard card, Place to)
    {
        Place from;
        lock (_gate)
        {
            from = card.Place;
            card.Place = to;
        }

        CardMoved?.Invoke(card, from, to);
    }
}
