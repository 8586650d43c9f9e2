using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using KioskSuite.Devices;
using KioskSuite.KioskInABox.ChipStation;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.Customer;

/// <summary>
/// A shop on the card network: offers a card's ARQC, its stripe and its number alone, and notes the answers.
/// </summary>
internal sealed class Shop(HttpClient http, Seed seed, string person, Func<PhysicalCard, SimulatedChip> chipOf) : IShop
{
    /// <summary>Amount, other amount, country, TVR, currency, date and type: CNY 1.00; the number follows.</summary>
    private const string PurchaseHead =
        "000000000100" + "000000000000" + "0156" + "8000000000" + "0156" + "261121" + "00";
    private const int RestOfCdol1 = 23;
    private readonly List<ShopTry> _tries = [];
    private SimulatedChip? _oldChip;

    /// <summary>Where the card network is; nothing is tried before it is known.</summary>
    public Uri? Network { get; set; }

    public IReadOnlyList<ShopTry> Tries
    {
        get
        {
            lock (_tries)
            {
                return [.. _tries];
            }
        }
    }

    public async Task TryOldCardAsync(string when, CancellationToken stop)
    {
        var card = seed.LostCardOf(person);
        _oldChip ??= OldChip(card);
        await TryChipAsync("old", when, _oldChip, stop);
        await TryAsync("old", when, new { way = "stripe", track2 = Text(card, "track2") }, "stripe", stop);
        await TryNumberAsync("old", when, Text(card, "pan"), Text(card, "expiry"), Text(card, "cvv2"), stop);
    }

    public async Task TryNewCardAsync(PhysicalCard card, string when, CancellationToken stop)
    {
        var account = chipOf(card).ReadAccount();
        await TryChipAsync("new", when, chipOf(card), stop);
        if (card[2] is { Length: > 0 } track2)
        {
            await TryAsync("new", when, new { way = "stripe", track2 }, "stripe", stop);
        }

        var (pan, expiry) = (account.Pan, account.Expiry);
        await TryNumberAsync("new", when, pan, expiry, seed.Cvv2(pan, expiry), stop);
    }

    public async Task TryTakenCardAsync(World.World world, CancellationToken stop)
    {
        const string After = "after-activation";
        if (Tries.All(t => t.When != After) && world.Cards.LastOrDefault(c => c.Place == Place.Taken) is { } card)
        {
            await TryOldCardAsync(After, stop);
            await TryNewCardAsync(card, After, stop);
        }
    }

    private Task TryNumberAsync(
        string card, string when, string pan, string expiry, string cvv2, CancellationToken stop) =>
        TryAsync(card, when, new { way = "number", pan, expiry, cvv2 }, "number", stop);

    private async Task TryChipAsync(
        string card, string when, SimulatedChip chip, CancellationToken stop)
    {
        var account = chip.ReadAccount();
        var cdol1 = Purchase();
        var (arqc, atc, iad, aip) = chip.GenerateArqc(cdol1);
        var offered = new
        {
            way = "chip",
            pan = account.Pan,
            sequence = account.Sequence,
            atc,
            aip = Convert.ToHexString(aip),
            arqc = Convert.ToHexString(arqc),
            cdol1 = Convert.ToHexString(cdol1),
            iad = Convert.ToHexString(iad),
        };
        await TryAsync(card, when, offered, "chip", stop);
    }

    private async Task TryAsync(string card, string when, object offered, string way, CancellationToken stop)
    {
        if (Network is not { } network)
        {
            return;
        }

        using var answer = await http.PostAsJsonAsync(new Uri(network, "/authorise"), offered, stop);
        answer.EnsureSuccessStatusCode();
        var said = (await answer.Content.ReadFromJsonAsync<JsonElement>(stop)).GetProperty("answer").GetString()!;
        lock (_tries)
        {
            _tries.Add(new ShopTry(card, when, way, said));
        }
    }

    private static SimulatedChip OldChip(JsonElement card)
    {
        var chip = card.GetProperty("chip");
        var cdol1 = Convert.FromHexString("9F02069F03069F1A0295055F2A029A039C019F37049F21039F4E14");
        var issued = new IssuedCard(
            Convert.FromHexString(Text(chip, "udkAc")),
            Convert.FromHexString(PadNibble(Text(chip, "track2"))),
            Convert.ToByte(Text(card, "sequence"), 16),
            Convert.FromHexString(Text(chip, "aip")),
            Convert.FromHexString("08010100"),
            cdol1,
            [],
            new Dictionary<ushort, byte[]>());
        var old = SimulatedChip.Personalised(BlankKind.PbocDual80K, "00000001", issued);
        for (var used = 1; used < chip.GetProperty("nextAtc").GetInt32(); used++)
        {
            old.GenerateArqc(Purchase());
        }

        return old;
    }

    private static byte[] Purchase() =>
        [.. Convert.FromHexString(PurchaseHead), .. RandomNumberGenerator.GetBytes(4), .. new byte[RestOfCdol1]];

    private static string PadNibble(string digits) => digits.Length % 2 == 0 ? digits : digits + "F";

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
