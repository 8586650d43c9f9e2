using System.Collections.Concurrent;
using KioskSuite.Devices;
using KioskSuite.Devices.Links;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>Where the two chip stations are.</summary>
/// <param name="CardManagerKey">Issuer's KMC, two-key 3DES; the keys of SCP02 blanks derive from it.</param>
public sealed record ChipStationsOptions(byte[] CardManagerKey)
{
    /// <summary>The same for AES and SCP03 blanks.</summary>
    public byte[] CardManagerKeyAes { get; init; } = CardManagerKey;

    public string VpcdHost { get; init; } = "127.0.0.1";

    /// <summary>vpcd's port of the contact slot inside the printer; null where pcscd cannot run.</summary>
    public int? ContactPort { get; init; }

    /// <summary>vpcd's port of the shop's terminal; usually <see cref="ContactPort"/> + 1.</summary>
    public int? ShopPort { get; init; }

    /// <summary>
    /// Port to listen on when there is no <see cref="ContactPort"/>; 0 takes a free one, null listens on none.
    /// </summary>
    public int? DirectPort { get; init; } = 0;

    /// <summary>
    /// The card in the printer's station also lies on an antenna: vpcd's second slot, or where pcscd cannot run a
    /// second direct link.
    /// </summary>
    public bool Antenna { get; init; }

    /// <summary>
    /// With <see cref="Fault.ChipMute"/> or <see cref="Fault.ChipPowerLoss"/>: the STORE DATA, counted from 1, whose
    /// answer never comes.
    /// </summary>
    public int MuteAfter { get; init; } = 3;

    /// <summary>Command since power came, counted from 1, whose answer never comes; null for none.</summary>
    public int? MuteAtCommand { get; init; }

    public override string ToString() => "chip stations' options";
}

/// <summary>
/// The contact slot in the printer's path and the slot of a shop's terminal. A card that the world moves to
/// <see cref="Place.ChipStation"/> is connected there, one that leaves is disconnected.
/// </summary>
public sealed class ChipStations : IAsyncDisposable
{
    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(150);
    private readonly World.World _world;
    private readonly ChipStationsOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, SimulatedChip> _chips = new();
    private readonly VpcdClient? _contact;
    private readonly VpcdClient? _shop;
    private readonly ChipListener? _direct;
    private readonly ChipListener? _directAntenna;

    public ChipStations(World.World world, ChipStationsOptions options, TimeProvider time)
    {
        (_world, _options, _time) = (world, options, time);
        _contact = Slot(options.ContactPort);
        _shop = Slot(options.ShopPort);
        _direct = options.ContactPort is null ? new ChipListener(CardInSlot) : null;
        _directAntenna = options is { ContactPort: null, Antenna: true } ? new ChipListener(CardOnAntenna) : null;
    }

    /// <summary>Port of the direct link after <see cref="Start"/>, or null when vpcd is used.</summary>
    public int? DirectPort { get; private set; }

    /// <summary>The same of the antenna's direct link; null without one.</summary>
    public int? DirectAntennaPort { get; private set; }

    /// <summary>Listens to the world from now on.</summary>
    public void Start()
    {
        DirectPort = _options.DirectPort is { } port ? _direct?.Start(port) : null;
        DirectAntennaPort = _options.DirectPort is null ? null : _directAntenna?.Start(0);
        _world.CardMoved += OnCardMoved;
        if (_world.At(Place.ChipStation) is { } card)
        {
            Insert(card);
        }
    }

    /// <summary>The chip in a card's plastic; made when first asked for.</summary>
    public SimulatedChip ChipOf(PhysicalCard card) => _chips.GetOrAdd(card.Serial, _ => MakeChip(card));

    /// <summary>Connects a station to the contact slot, as the direct port does. For links in memory.</summary>
    public bool Accept(ILink link) => _direct is { } slot && slot.Accept(link);

    /// <summary>Connects a station to the antenna's slot; false when there is none.</summary>
    public bool AcceptAntenna(ILink link) => _directAntenna is { } slot && slot.Accept(link);

    /// <summary>Lays a taken card into the shop's terminal and leaves it there; does nothing without vpcd.</summary>
    public void PlaceInShop(PhysicalCard card, CardInterface over = CardInterface.Contact) =>
        _shop?.Insert(new ChipInSlot(ChipOf(card), (_, _) => Task.CompletedTask, over));

    public async ValueTask DisposeAsync()
    {
        _world.CardMoved -= OnCardMoved;
        await (_contact?.DisposeAsync() ?? default);
        await (_shop?.DisposeAsync() ?? default);
        await (_direct?.DisposeAsync() ?? default);
        await (_directAntenna?.DisposeAsync() ?? default);
    }

    private SimulatedChip MakeChip(PhysicalCard card)
    {
        var blank = BlankKind.Of(card.Blank);
        var key = blank.IsAes ? _options.CardManagerKeyAes : _options.CardManagerKey;
        return card.Dirty
            ? SimulatedChip.Personalised(blank, card.Serial, IssuedCard.Nobodys, key)
            : new SimulatedChip(blank, card.Serial, key, WorldFlaws.OfChip(_world, _options.MuteAfter))
            {
                Payment = WorldFlaws.OfPayment(_world),
            };
    }

    private VpcdClient? Slot(int? port) =>
        port is { } number ? new VpcdClient(_options.VpcdHost, number, _time) : null;

    private ChipInSlot? CardInSlot() => _world.At(Place.ChipStation) is { } card ? InSlot(card) : null;

    private ChipInSlot? CardOnAntenna() => _world.At(Place.ChipStation) is { } card ? OnAntenna(card) : null;

    private ChipInSlot InSlot(PhysicalCard card) => new(ChipOf(card), BeforeAnswerAsync);

    private ChipInSlot OnAntenna(PhysicalCard card) => new(ChipOf(card), BeforeAnswerAsync, CardInterface.Contactless);

    private void Insert(PhysicalCard card)
    {
        _contact?.Insert(InSlot(card));
        if (_options.Antenna)
        {
            _shop?.Insert(OnAntenna(card));
        }
    }

    private void OnCardMoved(PhysicalCard card, Place from, Place to)
    {
        if (from == Place.ChipStation)
        {
            _contact?.Remove();
            _direct?.Disconnect();
            if (_options.Antenna)
            {
                _shop?.Remove();
                _directAntenna?.Disconnect();
            }
        }

        if (to == Place.ChipStation)
        {
            Insert(card);
        }
    }

    /// <summary>
    /// The first STORE DATA can be held back by the bench; a later one stays without answer when so scripted.
    /// </summary>
    private async Task BeforeAnswerAsync(SimulatedChip chip, CancellationToken stop)
    {
        if (_world.Has(Fault.SlowChip))
        {
            await Task.Delay(s_slow, _time, stop);
        }

        if (chip.LastStored == 1)
        {
            await _world.Holds.PassAsync("chip", stop);
        }

        var mute = chip.LastStored == _options.MuteAfter
            && (_world.Has(Fault.ChipMute) || _world.Has(Fault.ChipPowerLoss));
        if (mute || chip.Commands == _options.MuteAtCommand)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, stop);
        }
    }
}
