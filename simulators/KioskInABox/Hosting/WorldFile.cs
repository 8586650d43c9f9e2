using System.Text.Json;
using KioskSuite.Imaging;
using KioskSuite.KioskInABox.Customer;
using KioskSuite.KioskInABox.World;

namespace KioskSuite.KioskInABox.Hosting;

/// <summary>
/// Leaves the world behind when it ends: <c>world.json</c>, and <c>card.png</c> as the panels built it.
/// </summary>
internal static class WorldFile
{
    private static readonly JsonSerializerOptions s_indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(string folder, World.World world, IReadOnlyList<ShopTry> shop)
    {
        var told = new
        {
            world.Loaded,
            world.Hopper,
            Cards = world.Cards.Select(c => new { c.Serial, c.Blank, Place = c.Place.ToString() }),
            Shop = shop,
        };
        File.WriteAllText(Path.Combine(folder, "world.json"), JsonSerializer.Serialize(told, s_indented));
        if (world.Cards.LastOrDefault(c => c.Face is not null) is { Face: { } face })
        {
            using var file = File.Create(Path.Combine(folder, "card.png"));
            PngWriter.Write(file, Devices.CardImage.Width, Devices.CardImage.Height, face);
        }
    }
}
